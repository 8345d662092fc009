package org.mayfly.endpoint.fakes;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Devices, prekeys and policies in memory. Every log-in with a 132-byte signature is right. */
public final class MemoryCore implements Devices, Prekeys, Policies {

    public static final String ORIGIN = "https://chat.example";
    private static final Bytes SESSION_TOKEN = Bytes.of(new byte[32]);
    public static final String REST_TOKEN = "device-token-of-32-bytes-in-base64url-x";
    public static final Actor.Device DEVICE =
            new Actor.Device(NetworkId.of(id(1)), UserId.of(id(2)), DeviceId.of(id(3)));

    private Optional<RuntimeException> refusal = Optional.empty();
    public EphemeralityPolicy policy = EphemeralityPolicy.INITIAL;
    /** From the end of the log-in on. */
    public boolean removed;

    public final List<LogIn> logIns = new ArrayList<>();
    public final List<String> codes = new ArrayList<>();
    public UploadPrekeys uploaded = UploadPrekeys.getDefaultInstance();
    public Optional<UploadPrekeys> uploadedKem = Optional.empty();
    public Optional<FirstBundles> bundles = Optional.empty();
    public SignedDeviceList list = SignedDeviceList.newBuilder()
            .setIdentityKey(ByteString.copyFrom(new byte[] {1}))
            .setList(ByteString.copyFrom(new byte[] {2}))
            .setSignature(ByteString.copyFrom(new byte[] {3}))
            .build();

    public static byte[] id(int number) {
        var bytes = new byte[16];
        bytes[15] = (byte) number;
        return bytes;
    }

    public void refusesLogIn(RuntimeException refused) {
        refusal = Optional.of(refused);
    }

    @Override
    public Actor.Device enrol(
            Actor.Anonymous actor, String code, SignedDeviceList signed, FirstPrekeys first, FirstBundles both) {
        bundles = Optional.of(both);
        codes.add(code);
        list = signed;
        uploaded = first.classical();
        uploadedKem = first.kem();
        return DEVICE;
    }

    @Override
    public Session logIn(Actor.Anonymous actor, Bytes nonce, LogIn logIn) {
        logIns.add(logIn);
        refusal.ifPresent(refused -> {
            throw refused;
        });
        if (logIn.getSignature().size() != 132) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        return new Session(DEVICE, SESSION_TOKEN, Instant.ofEpochMilli(99), new PrekeysLeft(150, 149));
    }

    @Override
    public Actor.Device authenticate(String restToken) {
        boolean known = restToken.equals(REST_TOKEN) || restToken.equals(SESSION_TOKEN.toBase64Url());
        if (known && !removed) {
            return DEVICE;
        }
        throw Reason.UNAUTHENTICATED.refused();
    }

    @Override
    public SignedDeviceList deviceList(Actor.Device actor, UserId user) {
        if (!user.equals(actor.user())) {
            throw Reason.UNKNOWN_USER.refused();
        }
        return list;
    }

    @Override
    public List<SignedDeviceList> deviceLists(Actor.Device actor, UserId user, long after) {
        return after == 0 ? List.of(deviceList(actor, user)) : List.of();
    }

    @Override
    public String serverName() {
        return ORIGIN;
    }

    @Override
    public int upload(Actor.Device actor, UploadPrekeys upload) {
        uploaded = upload;
        return upload.getPrekeysCount();
    }

    @Override
    public Claimed claim(Actor.Device actor, ClaimPrekeys claim) {
        return new Claimed(List.of(), List.of(actor.device()));
    }

    @Override
    public int left(Actor.Device actor, PrekeyType type) {
        return 150;
    }

    @Override
    public EphemeralityPolicy of(Actor actor, NetworkId network) {
        return policy;
    }

    @Override
    public EphemeralityPolicy set(Actor actor, NetworkId network, EphemeralityPolicy wanted) {
        policy = wanted;
        return policy;
    }
}
