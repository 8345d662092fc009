package org.mayfly.protocol.client.receiving;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.MessageId;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;

/** What an envelope that holds no text is answered with, and what is remembered of it. */
class AnswersTest {

    private static final MessageId SOME = MessageId.of(new byte[16]);
    private static final List<MessageContent> NO_TEXTS =
            List.of(new MessageContent.Delivered(List.of(SOME)), new MessageContent.Displayed(SOME, Party.NOW));

    private final CryptoProvider provider = CryptoProvider.preferred();

    /** The one with the lower device id first. */
    private List<Party> couple() {
        var couple = Party.couple(provider);
        var isAscending = couple.get(0).device.compareTo(couple.get(1).device) < 0;
        return isAscending ? couple : List.of(couple.get(1), couple.get(0));
    }

    private static boolean isDue(Party from, Party to, MessageContent content) {
        return accepted(to.receive(from.send(from.draft(to, content, Party.NOW), to, Party.NOW)))
                .receiptDue();
    }

    @Test
    void of_two_devices_that_have_no_link_the_lower_answers_a_start_whatever_it_holds() {
        for (var content : NO_TEXTS) {
            var couple = couple();
            var lower = couple.get(0);
            var higher = couple.get(1);
            assertThat(isDue(lower, higher, content)).isFalse();
            assertThat(isDue(higher, lower, content)).isTrue();
        }
    }

    @Test
    void what_no_later_wrap_hangs_from_is_answered_for_a_text_alone() {
        var couple = couple();
        var lower = couple.get(0);
        var higher = couple.get(1);
        var start = accepted(lower.receive(higher.send("start", lower))).id();
        assertThat(isDue(lower, higher, new MessageContent.Delivered(List.of(start))))
                .as("over the link that it confirms")
                .isTrue();
        for (var content : NO_TEXTS) {
            assertThat(isDue(higher, lower, content)).isFalse();
        }
        assertThat(isDue(higher, lower, new MessageContent.Text("text"))).isTrue();
    }

    @Test
    void only_of_a_text_it_is_remembered_that_it_was_taken_in() {
        var couple = couple();
        var alice = couple.get(0);
        var bob = couple.get(1);
        var text = accepted(bob.receive(alice.send("text", bob))).id();
        assertThat(bob.store.wasTakenIn(alice.user, text)).isTrue();
        var receipt = bob.draft(alice, new MessageContent.Delivered(List.of(text)), Party.NOW);
        accepted(alice.receive(bob.send(receipt, alice, Party.NOW)));
        assertThat(alice.store.wasTakenIn(bob.user, receipt.id())).isFalse();
    }

    @Test
    void for_an_envelope_of_a_known_list_the_directory_is_not_asked() {
        var couple = couple();
        var alice = couple.get(0);
        var bob = couple.get(1);
        var deliver = bob.deliver(alice.send("text", bob));
        accepted(bob.receive(
                deliver,
                user -> {
                    throw new AssertionError("asked");
                },
                Party.NOW));
    }
}
