package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.store.ReplayWindow;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Says of each wrap that is sealed, and of each that is accepted, dropped or refused, whether that may be. It knows what was
 * sent and what happened to whom, and asks no store.
 */
final class Witness {

    private final Map<DeviceAddress, Resident> residents;
    private final Post post;
    private final Set<PrekeyId> sealedTo = new HashSet<>();
    private final Set<PrekeyId> opened = new HashSet<>();
    private final Set<PrekeyId> erased = new HashSet<>();
    private final Map<DeviceAddress, Long> revoked = new HashMap<>();
    private final Map<Check, Integer> refused = new HashMap<>();

    Witness(Map<DeviceAddress, Resident> residents, Post post) {
        this.residents = residents;
        this.post = post;
    }

    private Resident resident(DeviceAddress device) {
        return Optional.ofNullable(residents.get(device)).orElseThrow();
    }

    Map<Check, Integer> refused() {
        return Map.copyOf(refused);
    }

    int revoked() {
        return revoked.size();
    }

    boolean isThere(DeviceAddress device) {
        return !revoked.containsKey(device);
    }

    /** @param version of the list that leaves it out */
    void revoked(DeviceAddress device, long version) {
        revoked.put(device, version);
    }

    boolean wasSetBack(DeviceAddress device) {
        return resident(device).wasSetBack();
    }

    void sealed(Mail mail) {
        var from = resident(mail.from());
        assertThat(mail.counter()).as("counts").isEqualTo(from.memory.counter);
        if (!isThere(mail.to())) {
            var known = from.party.protocol.deviceList(mail.to().user()).orElseThrow();
            assertThat(known.newest().version())
                    .as("nothing for a device that it knows to be gone")
                    .isLessThan(revoked.get(mail.to()));
        }
        for (var prekey : mail.prekeys()) {
            assertThat(from.memory.sealedTo.add(prekey))
                    .as("no device seals twice to one one-time key")
                    .isTrue();
            assertThat(sealedTo.add(prekey) || from.wasSetBack() || post.wasSetBack())
                    .as("nobody else did")
                    .isTrue();
        }
        Wraps.place(mail.wrap())
                .ifPresent(place -> assertThat(from.memory
                                .places
                                .computeIfAbsent(mail.to(), made -> new HashSet<>())
                                .add(place))
                        .as("no place in a chain twice")
                        .isTrue());
    }

    void accepted(Resident device, Mail mail) {
        var memory = device.memory;
        assertThat(memory.accepted.add(mail.number())).as("no replay").isTrue();
        assertThat(memory.ids
                        .computeIfAbsent(mail.from(), made -> new HashSet<>())
                        .add(mail.draft().id()))
                .as("no second envelope under one id")
                .isTrue();
        assertThat(memory.counters
                        .computeIfAbsent(mail.from(), made -> new HashSet<>())
                        .add(mail.counter()))
                .as("no counter twice")
                .isTrue();
        for (var prekey : mail.prekeys()) {
            assertThat(memory.opened.add(prekey)).as("opens one message").isTrue();
            assertThat(opened.add(prekey) || device.wasSetBack())
                    .as("nor did it before")
                    .isTrue();
            assertThat(device.party.store.heldPrekey(prekey)).as("used up").isEmpty();
        }
        if (!isThere(mail.from())) {
            var known = device.party.protocol.deviceList(mail.from().user()).orElseThrow();
            assertThat(known.newest().version())
                    .as("nothing of a device that it knows to be gone")
                    .isLessThan(revoked.get(mail.from()));
        }
        memory.newest.merge(mail.from(), mail.number(), Math::max);
        memory.arrived.add(mail);
    }

    void dropped(Resident device, Mail mail, Check check, Instant now) {
        if (check == Check.R8) {
            assertThat(device.memory.accepted).as("a replay").contains(mail.number());
        } else {
            assertThat(check).isEqualTo(Check.R9);
            assertThat(mail.draft().expiry()).as("its life is over").isBeforeOrEqualTo(now.plus(Duration.ofHours(1)));
            erased(mail);
            device.memory.newest.merge(mail.from(), mail.number(), Math::max);
        }
    }

    /** What would have opened it is gone. */
    void erased(Mail mail) {
        erased.addAll(mail.prekeys());
    }

    void refused(Resident device, Mail mail, Check check) {
        refused.merge(check, 1, Integer::sum);
        var memory = device.memory;
        var author = resident(mail.from());
        var mayBe = switch (check) {
            case R3 -> !isThere(mail.from()) || post.isBehind();
            case R8 ->
                author.wasSetBack()
                        && memory.ids
                                .getOrDefault(mail.from(), Set.of())
                                .contains(mail.draft().id());
            case R10 -> mayLackKeys(device, mail);
            case R14 -> author.wasSetBack() && wasCounted(memory, mail);
            case R16 -> post.isBehind();
            default -> false;
        };
        assertThat(mayBe).as("refused by %s for a reason", check).isTrue();
    }

    private boolean mayLackKeys(Resident device, Mail mail) {
        var memory = device.memory;
        return memory.lost.contains(mail.from())
                || memory.newest.getOrDefault(mail.from(), 0) > mail.number()
                || device.wasSetBack()
                || resident(mail.from()).wasSetBack()
                || (post.wasSetBack()
                        && mail.prekeys().stream().anyMatch(key -> opened.contains(key) || erased.contains(key)));
    }

    private static boolean wasCounted(Resident.Memory memory, Mail mail) {
        var counters = memory.counters.getOrDefault(mail.from(), Set.of());
        return counters.contains(mail.counter())
                || counters.stream().anyMatch(one -> one - mail.counter() >= ReplayWindow.WIDTH);
    }
}
