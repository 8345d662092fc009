package org.mayfly.protocol.client.support;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A relay that overtakes, loses and repeats mail, and whose database is now and then that of an earlier day: then mail comes
 * again or is gone, one-time keys are handed out again, and the device lists are older than what people have pinned.
 */
final class Post {

    private final Random chance;
    private final Town town;
    private final Map<DeviceAddress, List<Mail>> mailboxes = new HashMap<>();
    private final Map<DeviceAddress, Long> generations = new HashMap<>();
    private final Map<UserId, List<SignedDeviceList>> withheld = new HashMap<>();
    private Optional<Dump> dump = Optional.empty();
    private int setBacks;

    /** The database at some time. */
    private record Dump(
            Map<DeviceAddress, List<Mail>> mailboxes,
            Map<DeviceAddress, Long> generations,
            Map<DeviceAddress, Map<PrekeyType, List<ClaimedPrekey>>> pools,
            Map<UserId, Long> lists) {}

    Post(Random chance, Town town) {
        this.chance = chance;
        this.town = town;
    }

    private List<Mail> mailbox(DeviceAddress device) {
        return mailboxes.computeIfAbsent(device, made -> new ArrayList<>());
    }

    boolean hasMail(DeviceAddress device) {
        return !mailbox(device).isEmpty();
    }

    void put(Mail mail) {
        mailbox(mail.to()).add(mail);
    }

    /** Mostly the oldest. */
    Optional<Mail> next(DeviceAddress device) {
        var box = mailbox(device);
        return box.isEmpty()
                ? Optional.empty()
                : Optional.of(box.remove(chance.nextInt(4) == 0 ? chance.nextInt(box.size()) : 0));
    }

    Optional<Mail> oldest(DeviceAddress device) {
        return mailbox(device).stream().findFirst();
    }

    /** What nobody will ever see. */
    Optional<Mail> lose(DeviceAddress device) {
        var box = mailbox(device);
        return box.isEmpty() ? Optional.empty() : Optional.of(box.remove(chance.nextInt(box.size())));
    }

    void close(DeviceAddress device) {
        mailboxes.remove(device);
    }

    /** As the server does: only a store that never was set back, or that nobody used since, comes in. */
    boolean letsIn(DeviceAddress device, long generation) {
        var isHigher = generation > generations.getOrDefault(device, 0L);
        if (isHigher) {
            generations.put(device, generation);
        }
        return isHigher;
    }

    /** One that lies, or was set back too. */
    void forgetGeneration(DeviceAddress device) {
        generations.remove(device);
    }

    void takeDump() {
        var boxes = new HashMap<DeviceAddress, List<Mail>>();
        mailboxes.forEach((device, mail) -> boxes.put(device, List.copyOf(mail)));
        var pools = new HashMap<DeviceAddress, Map<PrekeyType, List<ClaimedPrekey>>>();
        town.devices().forEach(device -> pools.put(device.protocol.self(), device.pools()));
        var lists = new HashMap<UserId, Long>();
        town.users()
                .forEach(
                        user -> lists.put(user, (long) town.deviceLists(user, 0).size()));
        dump = Optional.of(new Dump(boxes, Map.copyOf(generations), pools, lists));
    }

    boolean hasDump() {
        return dump.isPresent();
    }

    boolean wasSetBack() {
        return setBacks > 0;
    }

    /** Whether lists are older than they were. */
    boolean isBehind() {
        return withheld.values().stream().anyMatch(lists -> !lists.isEmpty());
    }

    /** Returns what is gone with the newer database. */
    List<Mail> setBack() {
        catchUp();
        var earlier = dump.orElseThrow();
        setBacks++;
        var kept = new HashSet<Mail>();
        earlier.mailboxes().values().forEach(kept::addAll);
        var gone = mailboxes.values().stream()
                .flatMap(List::stream)
                .filter(mail -> !kept.contains(mail))
                .toList();
        mailboxes.clear();
        earlier.mailboxes().forEach((device, mail) -> mailboxes.put(device, new ArrayList<>(mail)));
        generations.clear();
        generations.putAll(earlier.generations());
        town.devices()
                .forEach(device -> device.setBackPools(earlier.pools().getOrDefault(device.protocol.self(), Map.of())));
        earlier.lists().forEach((user, size) -> withheld.put(user, town.withhold(user, Math.toIntExact(size))));
        return gone;
    }

    /** The newer lists are known again. */
    void catchUp() {
        withheld.forEach(town::publish);
        withheld.clear();
    }

    /** No one-time key stays that may have been handed out before. */
    void emptyPools() {
        Set.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024)
                .forEach(type -> town.devices().forEach(device -> device.exhaust(type)));
    }
}
