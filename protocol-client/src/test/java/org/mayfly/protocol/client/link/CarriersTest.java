package org.mayfly.protocol.client.link;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.link.LinkSending.Way;
import org.mayfly.protocol.client.store.Carrier;
import org.mayfly.protocol.client.store.SendingLink;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;

/** What a sender knows of its carriers: which are confirmed, by what, and whose keys are gone. */
class CarriersTest {

    private final CryptoProvider provider = CryptoProvider.preferred();
    private final Party alice;
    private final Party bob;
    private final LinkSending links;

    @SuppressWarnings("NullAway.Init")
    private MessageId start;

    CarriersTest() {
        var couple = Party.couple(provider);
        this.alice = couple.get(0);
        this.bob = couple.get(1);
        this.links = new LinkSending(provider, alice.store);
    }

    @BeforeEach
    void alice_has_a_confirmed_link_to_bob() {
        start = accepted(bob.receive(alice.send("start", bob))).id();
        confirm(start);
    }

    private void confirm(MessageId message) {
        var receipt = new MessageContent.Delivered(List.of(message));
        accepted(alice.receive(bob.send(bob.draft(alice, receipt, Party.NOW), alice, Party.NOW)));
    }

    private SendingLink link() {
        return alice.store.sendingLink(bob.protocol.self()).orElseThrow();
    }

    /** The messages of FRESH up to a carrier. */
    private MessageId sendUpToCarrier() {
        var ids = new ArrayList<MessageId>();
        for (int i = 0; i < 16; i++) {
            var draft = alice.draft(bob, "fresh");
            alice.send(draft, bob, Party.NOW);
            ids.add(draft.id());
        }
        return ids.get(15);
    }

    @Test
    void a_receipt_confirms_the_carriers_it_names_and_no_later_one_and_the_keys_of_older_ones_go() {
        var oldest = link().carriers().get(0).head().slot();
        var first = sendUpToCarrier();
        var second = sendUpToCarrier();
        assertThat(link().carriers()).extracting(Carrier::number).containsExactly(0L, 16L, 32L);

        confirm(first);

        assertThat(link().carriers()).extracting(Carrier::message).containsExactly(first, second);
        assertThat(link().carriers()).extracting(Carrier::confirmed).containsExactly(true, false);
        assertThat(alice.store.secrets().occupied()).doesNotContain(oldest);
    }

    @Test
    void a_receipt_that_names_nothing_new_changes_nothing() {
        var other = MessageId.of(new byte[16]);
        assertThat(links.afterDelivered(bob.protocol.self(), List.of(start, other)))
                .isEmpty();
    }

    @Test
    void a_link_of_another_suite_than_the_one_due_is_not_used() {
        var address = bob.protocol.self();
        alice.forgetReplyKeysOf(bob);
        assertThat(links.keysDue(new Way(address, Suite.HYBRID, Party.NOW, false)))
                .as("control: FRESH")
                .containsExactly(PrekeyType.PREKEY_TYPE_P521);
        var none = new KeysAtHand(Map.of());
        assertThat(links.plan(new Way(address, Suite.CLASSICAL, Party.NOW, false), none))
                .as("neither FRESH nor CHAIN")
                .isEmpty();
    }
}
