package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.DeviceDirectory;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.KeyNeed;
import org.mayfly.protocol.client.ListAcceptance;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** People with several devices each, and the relay between them: their lists, their one-time keys, their envelopes. */
public final class Town implements DeviceDirectory {

    private final Map<UserId, List<SignedDeviceList>> lists = new LinkedHashMap<>();
    private final Map<DeviceAddress, Party> devices = new LinkedHashMap<>();

    public Town(Party... firstDevices) {
        for (var device : firstDevices) {
            lists.put(device.user, new ArrayList<>(List.of(device.list)));
            devices.put(device.protocol.self(), device);
        }
    }

    /** Two people who have pinned each other. */
    public static Town ofTwo(CryptoProvider provider) {
        var couple = Party.couple(provider);
        return new Town(couple.get(0), couple.get(1));
    }

    /** The first device of the person at this place. */
    public Party first(int person) {
        var user = List.copyOf(lists.keySet()).get(person);
        return devices(user).get(0);
    }

    public List<Party> devices(UserId user) {
        return devices.values().stream()
                .filter(device -> device.user.equals(user))
                .toList();
    }

    public Collection<Party> devices() {
        return List.copyOf(devices.values());
    }

    /** One more device of the same person, which knows everybody's newest list. */
    public Party enrol(Party of, Instant now) {
        var added = of.another(newest(of.user), now);
        versions(of.user).add(added.list);
        devices.put(added.protocol.self(), added);
        lists.keySet().forEach(user -> follow(added, user, now));
        return added;
    }

    public void revoke(Party device) {
        versions(device.user).add(device.without(newest(device.user), Set.of(device.device)));
        devices.remove(device.protocol.self());
    }

    /** The server shows no list after this version, as one that lies does; what it withholds comes back. */
    public List<SignedDeviceList> withhold(UserId user, int after) {
        var versions = versions(user);
        var withheld = List.copyOf(versions.subList(after, versions.size()));
        versions.subList(after, versions.size()).clear();
        return withheld;
    }

    public void publish(UserId user, List<SignedDeviceList> more) {
        versions(user).addAll(more);
    }

    private List<SignedDeviceList> versions(UserId user) {
        return lists.computeIfAbsent(user, made -> new ArrayList<>());
    }

    public SignedDeviceList newest(UserId user) {
        return deviceList(user).orElseThrow();
    }

    @Override
    public Optional<SignedDeviceList> deviceList(UserId user) {
        return Optional.ofNullable(lists.get(user)).map(versions -> versions.get(versions.size() - 1));
    }

    @Override
    public List<SignedDeviceList> deviceLists(UserId user, long after) {
        var versions = lists.getOrDefault(user, List.of());
        return List.copyOf(versions.subList(Math.min((int) after, versions.size()), versions.size()));
    }

    @Override
    public Collection<UserId> users() {
        return lists.keySet();
    }

    public ListAcceptance follow(Party who, UserId user, Instant now) {
        var acceptance = who.protocol.follow(user, this, now);
        who.store.commit(acceptance.unit());
        return acceptance;
    }

    /** Everybody follows everybody's list. */
    public void followAll(Instant now) {
        devices().forEach(who -> lists.keySet().forEach(user -> follow(who, user, now)));
    }

    /** The relay hands out one key for each need, as far as it has any. */
    public List<ClaimedPrekey> claim(Set<KeyNeed> needs) {
        return needs.stream()
                .flatMap(need -> Optional.ofNullable(devices.get(need.device())).stream()
                        .flatMap(device -> device.claim(Set.of(need)).stream()))
                .toList();
    }

    /** Claims what is due and seals. Commits nothing. */
    public Sealing seal(Party from, Draft draft, Instant now) {
        return from.protocol.seal(draft, claim(from.protocol.keysDue(draft, Party.POLICY, now)), Party.POLICY, now);
    }

    /** Claims what is due, seals and commits. */
    public Sealing.Ready send(Party from, Draft draft, Instant now) {
        var sealing = seal(from, draft, now);
        var ready = sealing.fold(
                Optional::of, waiting -> Optional.<Sealing.Ready>empty(), refused -> Optional.<Sealing.Ready>empty());
        from.store.commit(ready.orElseThrow(() -> new AssertionError(sealing)).unit());
        return ready.orElseThrow();
    }

    public Submit send(Party from, Party to, String text, Instant now) {
        return send(from, from.draft(to, new MessageContent.Text(text), now), now)
                .submit();
    }

    public Reception receive(Party who, Submit submit, Instant now) {
        return who.receive(who.deliver(submit), this, now);
    }
}
