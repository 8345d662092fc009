package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.config.ServerSettings;
import org.mayfly.messaging.database.Chore;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.List;
import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Devices in PostgreSQL. */
@Stateless
public class DevicesBean implements Devices {

    private static final int LISTS_AT_ONCE = 64;

    private final Enrolment enrolment;
    private final DeviceLogIn logIns;
    private final RestTokens tokens;
    private final JdbcDevices devices;
    private final ServerSettings settings;

    @Inject
    public DevicesBean(
            Enrolment enrolment, DeviceLogIn logIns, RestTokens tokens, JdbcDevices devices, ServerSettings settings) {
        this.enrolment = enrolment;
        this.logIns = logIns;
        this.tokens = tokens;
        this.devices = devices;
        this.settings = settings;
    }

    @Override
    public Actor.Device enrol(
            Actor.Anonymous actor, String code, SignedDeviceList list, FirstPrekeys prekeys, FirstBundles bundles) {
        Operation.ENROL.check(actor);
        return enrolment.enrol(code, list, prekeys, bundles);
    }

    @Override
    public Session logIn(Actor.Anonymous actor, Bytes nonce, LogIn logIn) {
        Operation.LOG_IN.check(actor);
        var proven = logIns.prove(nonce, logIn);
        return tokens.open(new Actor.Device(
                proven.network(), proven.address().user(), proven.address().device()));
    }

    @Override
    public Actor.Device authenticate(String restToken) {
        return tokens.find(restToken).orElseThrow(Reason.UNAUTHENTICATED::refused);
    }

    @Override
    public SignedDeviceList deviceList(Actor.Device actor, UserId user) {
        Operation.READ_DEVICE_LISTS.check(actor);
        return devices.newestList(actor.network(), user).orElseThrow(Reason.UNKNOWN_USER::refused);
    }

    @Override
    public List<SignedDeviceList> deviceLists(Actor.Device actor, UserId user, long after) {
        Operation.READ_DEVICE_LISTS.check(actor);
        if (devices.newestList(actor.network(), user).isEmpty()) {
            throw Reason.UNKNOWN_USER.refused();
        }
        return devices.listsAfter(actor.network(), user, after, LISTS_AT_ONCE);
    }

    @Schedule(hour = "*", minute = "*", second = "10", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void purgeOnSchedule() {
        Chore.run(tokens::purge);
    }

    @Override
    public String serverName() {
        return settings.serverName();
    }
}
