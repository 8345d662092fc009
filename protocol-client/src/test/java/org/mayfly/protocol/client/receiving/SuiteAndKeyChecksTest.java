package org.mayfly.protocol.client.receiving;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.client.envelope.WrapPlan.KemKey;
import org.mayfly.protocol.client.envelope.WrapPlan.PointKey;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Providers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;

import java.util.List;
import java.util.Optional;

import static org.mayfly.protocol.client.support.Outcomes.accepted;
import static org.mayfly.protocol.client.support.Outcomes.failed;

/** R7 and R10 of docs/protocol.md, "Receiving": suites and keys, on every provider. */
@ParameterizedClass
@MethodSource(Providers.EVERY)
class SuiteAndKeyChecksTest extends ForgedMail {

    SuiteAndKeyChecksTest(CryptoProvider provider) {
        super(provider);
    }

    @Test
    void r7_a_downgrade_between_devices_that_can_do_better_is_refused_in_every_state() {
        var epoch = Bytes.of(new byte[32]);
        var start = forgery();
        start.plan = start.classicalStart();
        refused(start, Check.R7);
        var fresh = forgery();
        fresh.plan = fresh.fresh(Suite.CLASSICAL, ChainPlace.fresh(epoch, 0));
        refused(fresh, Check.R7);
        var chained = forgery();
        chained.plan = chained.chained(Suite.CLASSICAL, ChainPlace.chained(epoch, 0, 0));
        refused(chained, Check.R7);
    }

    @Test
    void r7_suite_0x0001_is_accepted_from_a_device_that_can_do_no_better_where_the_policy_allows_it() {
        var both = List.of(Suite.values());
        for (var suites : List.of(List.of(List.of(Suite.CLASSICAL), both), List.of(both, List.of(Suite.CLASSICAL)))) {
            var couple = Party.couple(provider, suites.get(0), suites.get(1));
            var forgery = new Forgery(provider, couple.get(0), couple.get(1));
            forgery.plan = forgery.classicalStart();
            var deliver = forgery.build();
            accepted(couple.get(1).judge(deliver, Party.NOW));
            var strict = new NetworkPolicy(Party.POLICY.maximum(), false);
            failed(couple.get(1).protocol.receive(deliver, strict, user -> Optional.empty(), Party.NOW), Check.R7);
        }
    }

    @Test
    void r10_a_used_or_foreign_one_time_key_and_an_unknown_epoch_are_refused() {
        var used = forgery();
        accepted(bob.receive(used.build(), Party.NOW));
        used.message = MessageId.of(new byte[16]);
        used.payload = payload(used.context(alice, 2, Party.NOW));
        refused(used, Check.R10);
        var foreign = forgery();
        foreign.point = new PointKey(PrekeyId.of(new byte[16]), foreign.point.key());
        foreign.plan = foreign.hybridStart();
        refused(foreign, Check.R10);
        var foreignKem = forgery();
        foreignKem.kem = new KemKey(PrekeyId.of(new byte[16]), foreignKem.kem.key());
        foreignKem.plan = foreignKem.hybridStart();
        refused(foreignKem, Check.R10);
        var unknownEpoch = forgery();
        unknownEpoch.plan = unknownEpoch.fresh(Suite.HYBRID, ChainPlace.fresh(Bytes.of(new byte[32]), 0));
        refused(unknownEpoch, Check.R10);
    }

    @Test
    void r10_a_one_time_key_of_the_other_type_is_refused() {
        var swapped = forgery();
        var point = swapped.point;
        swapped.point = new PointKey(swapped.kem.id(), point.key());
        swapped.plan = swapped.hybridStart();
        refused(swapped, Check.R10);
        var pointAsKem = forgery();
        pointAsKem.kem = new KemKey(point.id(), pointAsKem.kem.key());
        pointAsKem.plan = pointAsKem.hybridStart();
        refused(pointAsKem, Check.R10);
    }

    @Test
    void r10_a_used_encapsulation_key_is_refused_though_the_other_key_is_new() {
        var used = forgery();
        accepted(bob.receive(used.build(), Party.NOW));
        var again = forgery();
        again.kem = used.kem;
        again.plan = again.hybridStart();
        again.payload = payload(again.context(alice, 2, Party.NOW));
        refused(again, Check.R10);
    }

    @Test
    void r10_an_epoch_is_known_in_its_own_suite_only() {
        accepted(bob.receive(alice.send("start", bob)));
        var epoch = bob.store.receivingEpochs(alice.protocol.self()).get(0).epoch();
        var classicalPeers = Party.couple(provider, List.of(Suite.CLASSICAL), List.of(Suite.CLASSICAL));
        var forgery = new Forgery(provider, classicalPeers.get(0), classicalPeers.get(1));
        forgery.plan = forgery.fresh(Suite.HYBRID, ChainPlace.fresh(epoch, 0));
        failed(classicalPeers.get(1).judge(forgery.build(), Party.NOW), Check.R10);
        accepted(classicalPeers.get(1).receive(classicalPeers.get(0).send("start", classicalPeers.get(1))));
        var known = classicalPeers
                .get(1)
                .store
                .receivingEpochs(classicalPeers.get(0).protocol.self())
                .get(0)
                .epoch();
        var otherSuite = new Forgery(provider, classicalPeers.get(0), classicalPeers.get(1));
        otherSuite.plan = otherSuite.fresh(Suite.HYBRID, ChainPlace.fresh(known, 0));
        failed(classicalPeers.get(1).judge(otherSuite.build(), Party.NOW), Check.R10);
        otherSuite.plan = otherSuite.fresh(Suite.CLASSICAL, ChainPlace.fresh(known, 0));
        failed(classicalPeers.get(1).judge(otherSuite.build(), Party.NOW), Check.R11);
    }

    @Test
    void r10_a_sub_chain_of_an_unknown_carrier_is_refused() {
        accepted(bob.receive(alice.send("start", bob)));
        var epoch = bob.store.receivingEpochs(alice.protocol.self()).get(0).epoch();
        var unknown = forgery();
        unknown.plan = unknown.chained(Suite.HYBRID, ChainPlace.chained(epoch, 16, 0));
        refused(unknown, Check.R10);
        var known = forgery();
        known.plan = known.chained(Suite.HYBRID, ChainPlace.chained(epoch, 0, 0));
        refused(known, Check.R11);
    }

    @Test
    void r10_a_place_too_far_ahead_in_a_chain_is_refused() {
        accepted(bob.receive(alice.send("start", bob)));
        var epoch = bob.store.receivingEpochs(alice.protocol.self()).get(0).epoch();
        for (var main : List.of(ChainPlace.fresh(epoch, 1001), ChainPlace.fresh(epoch, 1000))) {
            var forgery = forgery();
            forgery.plan = forgery.fresh(Suite.HYBRID, main);
            refused(forgery, main.index() > 1000 ? Check.R10 : Check.R11);
        }
        for (var sub : List.of(ChainPlace.chained(epoch, 0, 1001), ChainPlace.chained(epoch, 0, 1000))) {
            var forgery = forgery();
            forgery.plan = forgery.chained(Suite.HYBRID, sub);
            refused(forgery, sub.index() > 1000 ? Check.R10 : Check.R11);
        }
    }
}
