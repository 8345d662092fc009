package org.mayfly.protocol.client.support;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two people whose devices come and go, lose keys and are set back to earlier copies of themselves, over a {@link Post bad
 * relay}; and what must hold at every step.
 */
public final class RandomTown {

    private static final int DEVICES = 3;
    private static final String SERVER = "https://town.example";

    private final Random chance;
    private final Town town = Town.ofTwo(CryptoProvider.preferred());
    private final Map<DeviceAddress, Resident> residents = new LinkedHashMap<>();
    private final Post post;
    private final Witness witness;
    private final Promises promises = new Promises();
    private final Traffic traffic;

    public RandomTown(long seed) {
        this.chance = new Random(seed);
        this.post = new Post(chance, town);
        this.witness = new Witness(residents, post);
        this.traffic = new Traffic(town, post, witness, promises);
        town.devices().forEach(this::movesIn);
    }

    private Resident movesIn(Party party) {
        var resident = new Resident(party);
        residents.put(resident.address(), resident);
        return resident;
    }

    /** Wraps. */
    public int sealed() {
        return traffic.sealed();
    }

    public Map<Event, Integer> events() {
        return traffic.events();
    }

    public Map<Check, Integer> refused() {
        return witness.refused();
    }

    public void step() {
        var die = chance.nextInt(1000);
        if (die < 200) {
            traffic.write(any());
        } else if (die < 600) {
            traffic.receive(any());
        } else if (die < 630) {
            loseKeys(any());
        } else if (die < 700) {
            traffic.report(any());
        } else if (die < 800) {
            any().party.replenish(type(), 1 + chance.nextInt(20), traffic.now());
        } else if (die < 830) {
            any().party.exhaust(type());
        } else if (die < 855) {
            restart(any());
        } else if (die < 870) {
            comeOrGo();
        } else if (die < 890) {
            any().party.store.commit(any().party.protocol.expireKeys(traffic.now()));
        } else if (die < 930) {
            networkFails(any());
        } else if (die < 970) {
            copyOrSetBack();
        } else {
            traffic.pass(Duration.ofMinutes(chance.nextInt(chance.nextInt(8) == 0 ? 600 : 30)));
        }
        traffic.send(any());
        traffic.send(any());
    }

    /** Keys for everybody, newest lists, and everything on its way arrives. */
    public void settle() {
        post.catchUp();
        for (var round = 0; isSomethingOnItsWay(); round++) {
            assertThat(round).as("receipts end").isLessThan(60);
            replenishAll(8);
            here().forEach(traffic::send);
            for (var device : here()) {
                while (post.hasMail(device.address())) {
                    traffic.receive(device);
                }
                traffic.report(device);
            }
        }
        promises.requireKept(witness::isThere);
    }

    /** Whatever was before: once devices that were set back are replaced, and links are old, all reaches all, and nothing is refused. */
    public void heal() {
        settle();
        here().stream().filter(Resident::wasSetBack).forEach(this::replace);
        if (post.wasSetBack()) {
            post.emptyPools();
        }
        traffic.pass(Duration.ofHours(25));
        settle();
        replenishAll(100);
        var before = witness.refused();
        here().forEach(traffic::write);
        var texts = new HashMap<MessageId, DeviceAddress>();
        here().forEach(device -> texts.put(device.memory.outbox.getLast().message(), device.address()));
        settle();
        texts.forEach((text, author) -> promises.requireShownBy(
                text,
                here().stream()
                        .map(Resident::address)
                        .filter(device -> !device.equals(author))
                        .toList()));
        assertThat(witness.refused()).as("nothing is refused any more").isEqualTo(before);
    }

    private void replenishAll(int count) {
        for (var device : town.devices()) {
            device.replenish(PrekeyType.PREKEY_TYPE_P521, count, traffic.now());
            device.replenish(PrekeyType.PREKEY_TYPE_MLKEM1024, count, traffic.now());
        }
    }

    private boolean isSomethingOnItsWay() {
        return here().stream()
                .anyMatch(device -> post.hasMail(device.address())
                        || !device.memory.outbox.isEmpty()
                        || !device.memory.due.isEmpty()
                        || !device.memory.late.isEmpty());
    }

    private List<Resident> here() {
        return town.devices().stream()
                .flatMap(device -> Optional.ofNullable(residents.get(device.protocol.self())).stream())
                .toList();
    }

    private Resident any() {
        var devices = here();
        return devices.get(chance.nextInt(devices.size()));
    }

    private PrekeyType type() {
        return chance.nextBoolean() ? PrekeyType.PREKEY_TYPE_P521 : PrekeyType.PREKEY_TYPE_MLKEM1024;
    }

    private void comeOrGo() {
        var device = any();
        var count = town.devices(device.party.user).size();
        if (!post.isBehind() && chance.nextBoolean() && count < DEVICES) {
            enrol(device);
        } else if (!post.isBehind() && count > 1) {
            revoke(device);
        }
    }

    private void enrol(Resident person) {
        logIn(movesIn(town.enrol(person.party, traffic.now())));
        traffic.happened(Event.ENROLLED);
    }

    private void revoke(Resident device) {
        var user = device.party.user;
        town.revoke(device.party);
        witness.revoked(device.address(), town.deviceLists(user, 0).size());
        post.close(device.address());
        traffic.revoked(device.address());
        traffic.unsent(device);
        traffic.happened(Event.REVOKED);
    }

    private void replace(Resident device) {
        enrol(device);
        revoke(device);
    }

    private void restart(Resident device) {
        device.party.restart();
        assertThat(logIn(device) || device.wasSetBack()).as("comes in").isTrue();
    }

    /** Whether the relay lets it in. */
    private boolean logIn(Resident device) {
        var challenge = Challenge.newBuilder()
                .setServerName(SERVER)
                .setNonce(ByteString.copyFrom(new byte[32]))
                .setServerTime(traffic.now().toEpochMilli())
                .build();
        return device.party
                .protocol
                .logIn(challenge, SERVER, traffic.now())
                .fold(
                        signed -> {
                            device.party.store.commit(signed.unit());
                            return post.letsIn(device.address(), signed.logIn().getStoreGeneration());
                        },
                        wrong -> false,
                        off -> false);
    }

    private void copyOrSetBack() {
        var die = chance.nextInt(12);
        var device = any();
        if (die < 5) {
            device.takeCopy();
        } else if (die < 7 && device.hasCopy()) {
            setBack(device);
        } else if (die == 7) {
            post.takeDump();
        } else if (die == 8 && post.hasDump()) {
            post.setBack().forEach(promises::excuse);
            traffic.happened(Event.SERVER_SET_BACK);
        } else if (die > 8) {
            post.catchUp();
        }
    }

    /** An honest relay lets it in only where nobody logged in since the copy; else it is replaced. One that lies lets it in. */
    private void setBack(Resident device) {
        traffic.unsent(device);
        device.setBack();
        traffic.happened(Event.DEVICE_SET_BACK);
        if (!logIn(device)) {
            traffic.happened(Event.SET_BACK_DEVICE_SHUT_OUT);
            if (post.isBehind() || chance.nextBoolean()) {
                post.forgetGeneration(device.address());
            } else {
                replace(device);
            }
        }
    }

    private void networkFails(Resident device) {
        if (chance.nextBoolean()) {
            post.lose(device.address()).ifPresent(mail -> {
                promises.excuse(mail);
                traffic.happened(Event.LOST);
            });
        } else if (!device.memory.arrived.isEmpty()) {
            post.put(device.memory.arrived.get(chance.nextInt(device.memory.arrived.size())));
        }
    }

    /** A store lost the keys of what comes next. */
    private void loseKeys(Resident device) {
        post.oldest(device.address())
                .filter(next -> !next.from().user().equals(device.party.user))
                .ifPresent(next -> {
                    device.party.loseKeys(next.submit());
                    device.memory.lost.add(next.from());
                    witness.erased(next);
                });
    }
}
