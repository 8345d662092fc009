package org.mayfly.client;

import org.mayfly.client.account.AccountOpening;
import org.mayfly.client.account.OpenAccount;
import org.mayfly.client.account.Proof;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.rest.ProvenDevice;
import org.mayfly.client.rest.RecoveryCalls.Evaluation;
import org.mayfly.client.session.Session;
import org.mayfly.client.session.Session.AtServer;
import org.mayfly.protocol.client.DeviceCode;
import org.mayfly.protocol.client.DeviceNames;
import org.mayfly.protocol.client.KnownList;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.verification.VerifiedDeviceList.Continuation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The person's devices: which there are, what they are called, and whether another one may join. For a connected client. */
public final class OwnDevices {

    private final Surroundings surroundings;
    private final Session session;

    OwnDevices(Surroundings surroundings, Session session) {
        this.surroundings = surroundings;
        this.session = session;
    }

    /**
     * One of them.
     *
     * @param name empty where none was given, or where what the server keeps is no name of this device
     * @param lastSeen the day, where the network lets that be kept
     */
    public record Device(
            DeviceId id,
            String deviceClass,
            Instant created,
            Optional<String> name,
            Optional<Instant> lastSeen,
            boolean current) {}

    /** One that waits. @param code 25 digits, as the device itself shows them */
    private record Waiting(String code, Bytes listHash, Optional<String> name, Instant expires) {}

    /** One that waits to join. Whoever lets it in compares what it shows; so the code is not here. */
    public record Applicant(Optional<String> name, Instant expires) {}

    public List<Device> all() {
        return session.atServer(there -> there.calls().devices().stream()
                .map(listed -> new Device(
                        listed.device(),
                        listed.deviceClass(),
                        listed.created(),
                        name(there, listed.device(), listed.name()),
                        listed.lastSeen(),
                        listed.device().equals(there.protocol().self().device())))
                .toList());
    }

    /** @throws ProblemException {@code unusable-device-name}, {@code unknown-device}, {@code no-device-names} */
    public void rename(DeviceId device, String name) {
        if (!DeviceNames.isUsable(name)) {
            throw ProblemException.refused("unusable-device-name", DeviceNames.LONGEST);
        }
        session.atServer(there -> {
            var slot = there.store()
                    .ownDevice()
                    .flatMap(own -> own.nameSlot())
                    .orElseThrow(() -> ProblemException.refused("no-device-names"));
            try (var key = there.store().secrets().read(slot)) {
                there.calls().name(device, names().seal(key, address(there, device), name));
            }
            return device;
        });
    }

    public Optional<Applicant> applicant() {
        return session.atServer(there -> waiting(there).map(one -> new Applicant(one.name(), one.expires())));
    }

    /**
     * Lets the device in that waits.
     *
     * @param code what it shows; spaces don't matter
     * @throws ProblemException {@code no-waiting-device}, {@code wrong-device-code}, {@code conflicting-version}
     */
    public void approve(String code) {
        session.atServer(there -> {
            var one = waiting(there).orElseThrow(() -> ProblemException.refused("no-waiting-device"));
            if (!digits(one.code()).equals(digits(code))) {
                throw ProblemException.refused("wrong-device-code");
            }
            there.calls().approve(one.listHash());
            return one;
        });
        session.followOwnList();
    }

    public void refuse() {
        session.atServer(there -> {
            there.calls().refuse();
            return there;
        });
    }

    /**
     * Takes a device out. Where it is this one, everything that it kept is erased as soon as the server has taken the list that
     * leaves it out: nobody would tell it so, for the server then ends its connection. The client is of no use afterwards.
     *
     * @return whether it was this device
     * @throws ProblemException {@code unknown-device}, {@code last-device}, and what {@link #withAccount} throws: nothing is
     *     erased then
     */
    public boolean revoke(DeviceId device, Proof proof) {
        withAccount(proof, account -> {
            account.revoke(device);
            return account;
        });
        var isThis = device.equals(session.device());
        if (isThis) {
            session.leave();
        }
        return isThis;
    }

    /**
     * Does something with the account itself; the identity key is erased afterwards.
     *
     * @throws ProblemException {@code wrong-credentials} and what else opening says
     */
    public <T> T withAccount(Proof proof, Function<OpenAccount, T> work) {
        var profile = session.profile();
        var http =
                surroundings.network().apply(profile.server(), profile.trust()).http();
        var known = session.atServer(there -> own(there).newest());
        var names = new AccountNames(profile.networkName(), profile.userName());
        var opening = new AccountOpening(surroundings, profile.server(), http, new ThisDevice(session));
        try (var account = opening.open(names, proof)) {
            return work.apply(account.requireContinues(known));
        } finally {
            session.followOwnList();
        }
    }

    private record ThisDevice(Session session) implements ProvenDevice {

        @Override
        public Evaluation evaluate(AccountNames names, Optional<OprfElement> blinded) {
            return session.atServer(there -> there.calls().evaluate(names, blinded));
        }

        @Override
        public Optional<String> token() {
            return session.atServer(there -> there.calls().token());
        }
    }

    /** Only a list that adds one device to the newest, and changes nothing else, is one that waits. */
    private Optional<Waiting> waiting(AtServer there) {
        var newest = own(there).newest();
        return there.calls()
                .waiting(newest.identityKey())
                .flatMap(one -> new DeviceListVerification(surroundings.provider())
                        .verify(session.profile().network(), newest.user(), one.list())
                        .value()
                        .filter(list -> newest.continuation(list) == Continuation.NEXT)
                        .flatMap(list -> added(newest, list)
                                .map(device -> new Waiting(
                                        DeviceCode.of(
                                                        surroundings.provider(),
                                                        session.profile().network(),
                                                        list,
                                                        device)
                                                .orElseThrow(),
                                        list.hash(),
                                        name(there, device, one.name()),
                                        one.expires()))));
    }

    private static Optional<DeviceId> added(VerifiedDeviceList before, VerifiedDeviceList after) {
        var stay = before.devices().stream()
                .allMatch(device -> after.device(device.device()).isPresent());
        return stay && after.devices().size() == before.devices().size() + 1
                ? after.devices().stream()
                        .map(device -> device.device())
                        .filter(device -> before.device(device).isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    private static KnownList own(AtServer there) {
        return there.protocol().deviceList(there.protocol().self().user()).orElseThrow();
    }

    private Optional<String> name(AtServer there, DeviceId device, Optional<Bytes> sealed) {
        return there.store().ownDevice().flatMap(own -> own.nameSlot()).flatMap(slot -> {
            try (var key = there.store().secrets().read(slot)) {
                return sealed.flatMap(bytes -> names().open(key, address(there, device), bytes));
            }
        });
    }

    private DeviceNames names() {
        return new DeviceNames(surroundings.provider(), surroundings.random());
    }

    private static DeviceAddress address(AtServer there, DeviceId device) {
        return new DeviceAddress(there.protocol().self().user(), device);
    }

    private static String digits(String code) {
        return code.replaceAll("[\\s-]", "");
    }
}
