package org.mayfly.protocol.client.receiving;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.payload.PayloadCodec;
import org.mayfly.protocol.client.payload.SealedContext;
import org.mayfly.protocol.client.payload.SealedContext.SenderView;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Town;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.Submit;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** R16 where somebody has several devices, or several people to write to. */
class ContextTest {

    private static final MessageContent TEXT = new MessageContent.Text("text");

    private final CryptoProvider provider = CryptoProvider.preferred();
    private final Town town = Town.ofTwo(provider);
    private final Party alice = town.first(0);
    private final Party bob = town.first(1);

    @Test
    void r16_a_device_takes_in_nothing_of_its_own() {
        var echo = new Forgery(provider, bob, bob);
        echo.payload = PayloadCodec.encode(new Forgery(provider, bob, alice).context(bob, 1, Party.NOW), TEXT);
        failed(bob.judge(echo.build(), Party.NOW), Check.R16);
    }

    @Test
    void r16_an_own_other_device_writes_to_somebody_else() {
        var phone = town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        failed(bob.judge(new Forgery(provider, phone, bob).build(), Party.NOW), Check.R16);
        var toAlice = new Forgery(provider, phone, bob);
        toAlice.payload = PayloadCodec.encode(new Forgery(provider, phone, alice).context(phone, 1, Party.NOW), TEXT);
        assertThat(accepted(bob.judge(toAlice.build(), Party.NOW)).place().other())
                .isEqualTo(alice.user);
    }

    @Test
    void r16_what_an_own_other_device_wrote_stands_with_whom_it_was_for() {
        var carol = new Party(provider, alice.network);
        var all = new Town(alice, bob, carol);
        all.followAll(Party.NOW);
        var phone = all.enrol(bob, Party.NOW);
        all.followAll(Party.NOW);
        for (var to : List.of(alice, carol)) {
            var copy = bob.receive(bob.deliver(sent(all, phone, to)), all, Party.NOW);
            assertThat(accepted(copy).place().other()).isEqualTo(to.user);
        }
    }

    private static Submit sent(Town town, Party from, Party to) {
        var sealing = town.seal(from, from.draft(to, "to one of two"), Party.NOW);
        var ready = (Sealing.Ready) sealing;
        from.store.commit(ready.unit());
        return ready.submit();
    }

    @Test
    void r16_a_roster_that_fits_neither_the_newest_list_nor_a_replaced_one_is_refused() {
        town.enrol(bob, Party.NOW);
        town.followAll(Party.NOW);
        assertThat(bob.protocol.deviceList(bob.user).orElseThrow().history()).isNotEmpty();
        var honest = new Forgery(provider, alice, bob);
        accepted(bob.judge(honest.build(), Party.NOW));
        var forged = new Forgery(provider, alice, bob);
        var context = forged.context(alice, 1, Party.NOW);
        var view = context.view();
        var nobodys =
                new SenderView(view.identityFingerprint(), view.listVersion(), view.listHash(), Bytes.of(new byte[64]));
        forged.payload = PayloadCodec.encode(
                new SealedContext(context.conversation(), 1, Party.NOW, context.lifetime(), nobodys), TEXT);
        failed(bob.judge(forged.build(), Party.NOW), Check.R16);
    }
}
