package org.mayfly.protocol.client.receiving;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.payload.SealedContext.SenderView;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.sealed.Content;
import org.mayfly.protocol.sealed.Delivered;
import org.mayfly.protocol.sealed.Displayed;
import org.mayfly.protocol.sealed.Payload;
import org.mayfly.protocol.sealed.Text;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.time.Duration;
import java.util.List;

import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** R14 to R17 of docs/protocol.md, "Receiving", on every provider: judging what was opened. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class JudgingTest extends ForgedMail {

    private static final Bytes ZERO_HASH = Bytes.of(new byte[64]);

    JudgingTest(CryptoProvider provider) {
        super(provider);
    }

    @Test
    void r14_a_counter_used_before_or_below_the_window_is_refused() {
        var first = forgery();
        first.payload = payload(first.context(alice, 5000, Party.NOW));
        accepted(bob.receive(first.build(), Party.NOW));
        for (long counter : new long[] {5000, 5000 - 1024, 1}) {
            var again = forgery();
            again.payload = payload(again.context(alice, counter, Party.NOW));
            refused(again, Check.R14);
        }
        var lowest = forgery();
        lowest.payload = payload(lowest.context(alice, 5000 - 1023, Party.NOW));
        accepted(bob.judge(lowest.build(), Party.NOW));
    }

    @Test
    void r15_a_message_from_the_future_or_too_long_ago_is_refused() {
        var tolerated = Duration.ofMinutes(5);
        for (var sent : List.of(
                Party.NOW.plus(tolerated).plusMillis(1),
                Party.NOW.minus(Duration.ofDays(30)).minusMillis(1))) {
            var forgery = forgery();
            forgery.payload = payload(forgery.context(alice, 1, sent));
            refused(forgery, Check.R15);
        }
        var ahead = forgery();
        ahead.payload = payload(ahead.context(alice, 1, Party.NOW.plus(tolerated)));
        accepted(bob.judge(ahead.build(), Party.NOW));
    }

    @Test
    void r16_a_context_this_device_does_not_see_is_refused() {
        var context = forgery().context(alice, 1, Party.NOW);
        var view = context.view();
        var wrongViews = List.of(
                new SenderView(ZERO_HASH, view.listVersion(), view.listHash(), view.rosterHash()),
                new SenderView(view.identityFingerprint(), 2, view.listHash(), view.rosterHash()),
                new SenderView(view.identityFingerprint(), 1, ZERO_HASH, view.rosterHash()),
                new SenderView(view.identityFingerprint(), 1, view.listHash(), ZERO_HASH));
        for (var wrong : wrongViews) {
            r16(new SealedContext(context.conversation(), 1, Party.NOW, context.lifetime(), wrong));
        }
        var elsewhere = Bytes.of(new byte[32]);
        r16(new SealedContext(elsewhere, 1, Party.NOW, context.lifetime(), view));
    }

    private void r16(SealedContext context) {
        var forgery = forgery();
        forgery.payload = payload(context);
        refused(forgery, Check.R16);
    }

    @Test
    void r16_a_message_passed_on_from_another_conversation_is_refused() {
        var carol = new Party(provider, alice.network);
        carol.pin(bob);
        bob.pin(carol);
        alice.pin(carol);
        carol.pin(alice);
        var toCarol = new Forgery(provider, alice, carol);
        var forBob = forgery();
        forBob.payload = payload(toCarol.context(alice, 1, Party.NOW));
        refused(forBob, Check.R16);
        var crossed =
                forgery().build().toBuilder().setWrap(toCarol.build().getWrap()).build();
        failed(bob.judge(crossed, Party.NOW), Check.R6);
    }

    @Test
    void r17_content_of_no_known_kind_or_out_of_bounds_is_refused() throws Exception {
        var forgery = forgery();
        var encoded = Payload.parseFrom(Padding.unpad(forgery.payload).expose());
        var tooLong = "x".repeat(65_537);
        var contents = List.of(
                Content.getDefaultInstance(),
                Content.newBuilder().setText(Text.newBuilder()).build(),
                Content.newBuilder().setText(Text.newBuilder().setBody(tooLong)).build(),
                Content.newBuilder().setDelivered(Delivered.newBuilder()).build(),
                Content.newBuilder()
                        .setDisplayed(Displayed.newBuilder()
                                .setMessageId(ByteString.copyFrom(new byte[15]))
                                .setDisplayedAt(1))
                        .build());
        for (var content : contents) {
            var each = forgery();
            each.payload = Padding.pad(SecretBytes.takeOver(
                    encoded.toBuilder().setContent(content).build().toByteArray()));
            refused(each, Check.R17);
        }
    }
}
