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

import java.time.Instant;

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

        /** Its sender's device list is newer than what this device knows of. */
        public boolean namesNewerList() {
            var opened = counted.opened;
            var known = opened.found().alive().envelope().senderList();
            return opened.payload().context().view().listVersion()
                    > known.newest().version();
        }

        /** R16: bound to the conversation, identities and lists that this device sees. */
        public InContext inContext(Conversations conversations, ListsInView lists) throws CheckFailed {
            var opened = counted.opened;
            var envelope = opened.found().alive().envelope();
            var context = opened.payload().context();
            CheckFailed.require(!opened.payload().usesLaterFeatures(), Check.R16);
            if (context.original().isPresent()) {
                var original = context.original().get();
                CheckFailed.require(
                        original.isOf(context)
                                && !original.message().equals(envelope.header().message()),
                        Check.R16);
            }
            var setting = new ContextJudging(conversations, lists)
                    .judge(context, envelope.header().sender(), envelope.senderList());
            return new InContext(counted, setting);
        }
    }

    /** R16: bound to what this device sees. */
    public static final class InContext {

        private final Counted counted;
        private final ContextJudging.Setting setting;

        private InContext(Counted counted, ContextJudging.Setting setting) {
            this.counted = counted;
            this.setting = setting;
        }

        /** R17. */
        public Understood understood() throws CheckFailed {
            try {
                var payload = counted.opened.payload();
                var content = payload.content();
                CheckFailed.require(payload.context().original().isEmpty() || content.isText(), Check.R17);
                return new Understood(this, content);
            } catch (MalformedException unknown) {
                throw CheckFailed.visibly(Check.R17);
            }
        }
    }

    /** R17: content of a known kind. Nothing is left to check. */
    public static final class Understood {

        private final InContext inContext;
        private final MessageContent content;

        private Understood(InContext inContext, MessageContent content) {
            this.inContext = inContext;
            this.content = content;
        }

        ContextJudging.Setting setting() {
            return inContext.setting;
        }

        MessageContent content() {
            return content;
        }

        SealedContext context() {
            return inContext.counted.opened.payload().context();
        }

        ReplayWindow window() {
            return inContext.counted.window;
        }

        Opened opened() {
            return inContext.counted.opened;
        }
    }
}
