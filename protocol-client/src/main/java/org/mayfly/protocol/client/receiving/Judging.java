package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.payload.Conversations;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.receiving.Opening.Opened;
import org.mayfly.protocol.client.store.ReplayStore;
import org.mayfly.protocol.client.store.ReplayWindow;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.verification.VerifiedDeviceList;

import java.time.Instant;
import java.util.List;

/** R14 to R17: judging what was opened. */
public final class Judging {

    private Judging() {}

    /** R14: its counter was never used. */
    public static final class Counted {

        private final Opened opened;
        private final ReplayWindow window;

        private Counted(Opened opened, ReplayWindow window) {
            this.opened = opened;
            this.window = window;
        }

        public static Counted of(Opened opened, ReplayStore store) throws CheckFailed {
            var sender = opened.found().alive().envelope().header().sender();
            var window = store.replayWindow(sender);
            var counter = opened.payload().context().counter();
            CheckFailed.require(window.accepts(counter), Check.R14);
            return new Counted(opened, window.with(counter));
        }

        /** R15. */
        public Timely timely(Instant now) throws CheckFailed {
            var sent = opened.payload().context().sentAt();
            CheckFailed.require(!sent.isAfter(now.plus(Limits.CLOCK_TOLERANCE)), Check.R15);
            CheckFailed.require(!sent.isBefore(now.minus(Limits.MESSAGE_AGE)), Check.R15);
            return new Timely(this);
        }
    }

    /** R15: sent at a plausible time. */
    public static final class Timely {

        private final Counted counted;

        private Timely(Counted counted) {
            this.counted = counted;
        }

        /** R16: bound to the conversation, identities and lists that this device sees. */
        public InContext inContext(Conversations conversations, NetworkId network, VerifiedDeviceList own)
                throws CheckFailed {
            var opened = counted.opened;
            var context = opened.payload().context();
            var sender = opened.found().alive().envelope().senderList();
            CheckFailed.require(!sender.user().equals(own.user()), Check.R16);
            CheckFailed.require(!opened.payload().usesLaterFeatures(), Check.R16);
            var conversation = conversations.direct(network, own.user(), sender.user());
            CheckFailed.require(context.conversation().equals(conversation), Check.R16);
            var expected = new SealedContext.SenderView(
                    sender.identityFingerprint(),
                    sender.version(),
                    sender.hash(),
                    conversations.rosterHash(List.of(own, sender)));
            CheckFailed.require(context.view().equals(expected), Check.R16);
            return new InContext(counted);
        }
    }

    /** R16: bound to what this device sees. */
    public static final class InContext {

        private final Counted counted;

        private InContext(Counted counted) {
            this.counted = counted;
        }

        /** R17. */
        public Understood understood() throws CheckFailed {
            try {
                return new Understood(counted, counted.opened.payload().content());
            } catch (MalformedException unknown) {
                throw CheckFailed.visibly(Check.R17);
            }
        }
    }

    /** R17: content of a known kind. Nothing is left to check. */
    public static final class Understood {

        private final Counted counted;
        private final MessageContent content;

        private Understood(Counted counted, MessageContent content) {
            this.counted = counted;
            this.content = content;
        }

        MessageContent content() {
            return content;
        }

        SealedContext context() {
            return counted.opened.payload().context();
        }

        ReplayWindow window() {
            return counted.window;
        }

        Opened opened() {
            return counted.opened;
        }
    }
}
