package org.mayfly.endpoint.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.mayfly.endpoint.problem.Refused;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.mailbox.Mailboxes;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.DeviceWaiting;
import org.mayfly.protocol.wire.DevicesChanged;
import org.mayfly.protocol.wire.Drained;
import org.mayfly.protocol.wire.Heartbeat;
import org.mayfly.protocol.wire.LoggedIn;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.PrekeysClaimed;
import org.mayfly.protocol.wire.PrekeysLow;
import org.mayfly.protocol.wire.PrekeysStored;
import org.mayfly.protocol.wire.Receipt;
import org.mayfly.protocol.wire.ServerFrame;

import java.time.Duration;
import java.time.Instant;

/** Every frame the server sends, from values. */
final class Answers {

    private Answers() {}

    static ServerFrame challenge(Bytes nonce, String serverName, Instant now) {
        return ServerFrame.newBuilder()
                .setChallenge(Challenge.newBuilder()
                        .setNonce(of(nonce))
                        .setServerName(serverName)
                        .setServerTime(now.toEpochMilli()))
                .build();
    }

    static ServerFrame loggedIn(int request, Devices.Session session, EphemeralityPolicy policy, Instant now) {
        return ServerFrame.newBuilder()
                .setRequest(request)
                .setLoggedIn(LoggedIn.newBuilder()
                        .setRestToken(of(session.restToken()))
                        .setRestTokenExpires(session.restTokenExpires().toEpochMilli())
                        .setPolicy(inForce(policy))
                        .setPrekeysLeft(session.prekeysLeft().classical())
                        .setKemPrekeysLeft(session.prekeysLeft().kem())
                        .setMaxFrameBytes(Limits.MESSAGE_BYTES)
                        .setMaxRecipients(Limits.RECIPIENTS)
                        .setServerTime(now.toEpochMilli()))
                .build();
    }

    static ServerFrame receipt(int request, Mailboxes.Accepted accepted) {
        return ServerFrame.newBuilder()
                .setRequest(request)
                .setReceipt(Receipt.newBuilder()
                        .setMessageId(of(accepted.message().value()))
                        .setAcceptedAt(accepted.at().toEpochMilli()))
                .build();
    }

    static ServerFrame deliver(long delivery, Mailboxes.Stored stored) {
        return ServerFrame.newBuilder()
                .setDeliver(Deliver.newBuilder()
                        .setDelivery(delivery)
                        .setHeader(of(stored.header()))
                        .setCiphertext(of(stored.ciphertext()))
                        .setSignature(of(stored.signature()))
                        .setWrap(of(stored.wrap()))
                        .setPath(stored.proof().toWire()))
                .build();
    }

    static ServerFrame drained() {
        return ServerFrame.newBuilder().setDrained(Drained.getDefaultInstance()).build();
    }

    static ServerFrame claimed(int request, Prekeys.Claimed claimed) {
        var answer = PrekeysClaimed.newBuilder().addAllPrekeys(claimed.prekeys());
        claimed.exhausted().forEach(device -> answer.addExhausted(of(device.value())));
        return ServerFrame.newBuilder()
                .setRequest(request)
                .setPrekeysClaimed(answer)
                .build();
    }

    static ServerFrame stored(int request, int left) {
        return ServerFrame.newBuilder()
                .setRequest(request)
                .setPrekeysStored(PrekeysStored.newBuilder().setPrekeysLeft(left))
                .build();
    }

    static ServerFrame prekeysLow(PrekeyType type, int left) {
        return ServerFrame.newBuilder()
                .setPrekeysLow(PrekeysLow.newBuilder().setType(type).setPrekeysLeft(left))
                .build();
    }

    static ServerFrame devicesChanged(UserId user, long version) {
        return ServerFrame.newBuilder()
                .setDevicesChanged(
                        DevicesChanged.newBuilder().setUser(of(user.value())).setVersion(version))
                .build();
    }

    static ServerFrame deviceWaiting(DeviceId device) {
        return ServerFrame.newBuilder()
                .setDeviceWaiting(DeviceWaiting.newBuilder().setDevice(of(device.value())))
                .build();
    }

    static ServerFrame policy(EphemeralityPolicy policy) {
        return ServerFrame.newBuilder().setPolicy(inForce(policy)).build();
    }

    static ServerFrame heartbeat(int request, Instant now) {
        return ServerFrame.newBuilder()
                .setRequest(request)
                .setHeartbeat(Heartbeat.newBuilder().setTime(now.toEpochMilli()))
                .build();
    }

    static ServerFrame refused(int request, Refused refused) {
        return refused(request, refused, ByteString.EMPTY);
    }

    /** @param messageId of a refused submission, else empty */
    static ServerFrame refused(int request, Refused refused, ByteString messageId) {
        var answer = org.mayfly.protocol.wire.Refused.newBuilder()
                .setCode(refused.code())
                .setRetryAfterMs(refused.retryAfter().toMillis())
                .setMessageId(messageId);
        refused.devices().forEach(device -> answer.addDevices(of(device.value())));
        refused.users().forEach(user -> answer.addUsers(of(user.value())));
        return ServerFrame.newBuilder().setRequest(request).setRefused(answer).build();
    }

    static ServerFrame internal(int request, ByteString messageId) {
        return ServerFrame.newBuilder()
                .setRequest(request)
                .setRefused(org.mayfly.protocol.wire.Refused.newBuilder()
                        .setCode("internal")
                        .setMessageId(messageId))
                .build();
    }

    private static PolicyInForce inForce(EphemeralityPolicy policy) {
        return PolicyInForce.newBuilder()
                .setVersion(policy.version())
                .setExpirationMinimum(seconds(policy.expirationMinimum()))
                .setExpirationDefault(seconds(policy.expirationDefault()))
                .setExpirationMaximum(seconds(policy.expirationMaximum()))
                .setBurnDefault(seconds(policy.burnDefault()))
                .setBurnMaximum(seconds(policy.burnMaximum()))
                .setUserMayChoose(policy.userMayChoose())
                .setClassicalSuiteAllowed(policy.classicalSuiteAllowed())
                .setDeviceApproval(policy.devices().approval())
                .setDevicesMaximum(policy.devices().maximum())
                .setLastSeenAllowed(policy.devices().lastSeen())
                .setRecoveryKeyAllowed(policy.devices().recoveryKey())
                .setIdentityChangeBlocks(policy.devices().identityChangeBlocks())
                .build();
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    private static ByteString of(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.toArray());
    }
}
