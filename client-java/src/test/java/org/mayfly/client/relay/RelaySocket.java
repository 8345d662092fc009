package org.mayfly.client.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.ClientFrames;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.DevicesChanged;
import org.mayfly.protocol.wire.Drained;
import org.mayfly.protocol.wire.LoggedIn;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.PrekeysClaimed;
import org.mayfly.protocol.wire.PrekeysLow;
import org.mayfly.protocol.wire.PrekeysStored;
import org.mayfly.protocol.wire.Receipt;
import org.mayfly.protocol.wire.Refused;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.ServerFrame;
import org.mayfly.protocol.wire.ServerFrames;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One connection to the {@link MemoryRelay}. What it says comes from a thread of its own, in order. */
final class RelaySocket implements SocketTransport.Channel {

    private final MemoryRelay relay;
    private final SocketTransport.Inbound inbound;
    private final ExecutorService speaking = Executors.newSingleThreadExecutor(work -> {
        var made = new Thread(work, "relay");
        made.setDaemon(true);
        return made;
    });
    private final Map<Long, Long> deliveries = new HashMap<>();
    private Optional<RelayAccount> account = Optional.empty();
    private Optional<RelayDevice> device = Optional.empty();
    private long delivered;
    private boolean open = true;

    RelaySocket(MemoryRelay relay, SocketTransport.Inbound inbound) {
        this.relay = relay;
        this.inbound = inbound;
    }

    void challenge() {
        say(ServerFrame.newBuilder()
                .setChallenge(Challenge.newBuilder()
                        .setNonce(ByteString.copyFrom(new byte[32]))
                        .setServerName("https://relay.test")
                        .setServerTime(relay.clock.millis())));
    }

    @Override
    public CompletableFuture<Void> send(byte[] message) {
        try {
            for (var frame : ClientFrames.parseFrom(message).getFramesList()) {
                synchronized (relay) {
                    if (open) {
                        hear(frame);
                    }
                }
            }
        } catch (InvalidProtocolBufferException | MalformedException e) {
            throw new IllegalStateException(e);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        synchronized (relay) {
            open = false;
            device.filter(own -> own.socket.equals(Optional.of(this))).ifPresent(own -> own.socket = Optional.empty());
        }
    }

    @Override
    public void abort() {
        close();
    }

    void cut() {
        if (open) {
            close();
            speaking.execute(() -> inbound.closed(1006));
        }
    }

    void devicesChanged(UserId user, long version) {
        say(ServerFrame.newBuilder()
                .setDevicesChanged(DevicesChanged.newBuilder()
                        .setUser(ByteString.copyFrom(user.toArray()))
                        .setVersion(version)));
    }

    void deliver(long row, Deliver envelope) {
        deliveries.put(++delivered, row);
        say(ServerFrame.newBuilder().setDeliver(envelope.toBuilder().setDelivery(delivered)));
    }

    private void hear(ClientFrame frame) throws MalformedException {
        switch (frame.getBodyCase()) {
            case LOG_IN -> logIn(frame);
            case SUBMIT -> submit(frame.getRequest(), frame.getSubmit());
            case CLAIM_PREKEYS -> claim(frame.getRequest(), frame.getClaimPrekeys());
            case UPLOAD_PREKEYS -> upload(frame.getRequest(), frame.getUploadPrekeys());
            case ACKNOWLEDGE -> {
                if (!relay.losesAcknowledgements) {
                    frame.getAcknowledge()
                            .getDeliveriesList()
                            .forEach(number -> device.orElseThrow().mailbox.remove(deliveries.get(number)));
                }
            }
            default -> {
                // A heartbeat.
            }
        }
    }

    private void logIn(ClientFrame frame) {
        var user = UserId.of(frame.getLogIn().getUser().toByteArray());
        var known = relay.device(
                new DeviceAddress(user, DeviceId.of(frame.getLogIn().getDevice().toByteArray())));
        if (known.isEmpty() || relay.logInRefusal.isPresent()) {
            say(ServerFrame.newBuilder()
                    .setRequest(frame.getRequest())
                    .setRefused(Refused.newBuilder().setCode(relay.logInRefusal.orElse("unauthenticated"))));
            return;
        }
        var own = known.get();
        own.socket.ifPresent(RelaySocket::cut);
        own.socket = Optional.of(this);
        account = Optional.of(relay.owner(user));
        device = known;
        say(ServerFrame.newBuilder()
                .setRequest(frame.getRequest())
                .setLoggedIn(LoggedIn.newBuilder()
                        .setRestToken(ByteString.copyFrom(new byte[32]))
                        .setPolicy(relay.policy())
                        .setPrekeysLeft(own.pool(PrekeyType.PREKEY_TYPE_P521).size())
                        .setKemPrekeysLeft(
                                own.pool(PrekeyType.PREKEY_TYPE_MLKEM1024).size())
                        .setMaxFrameBytes(1 << 20)
                        .setServerTime(relay.clock.millis() + relay.ahead.toMillis())));
        if (relay.logInsToCut > 0) {
            relay.logInsToCut--;
            relay.notifyAll();
            cut();
            return;
        }
        own.mailbox.forEach(this::deliver);
        if (!relay.neverDrains) {
            say(ServerFrame.newBuilder().setDrained(Drained.getDefaultInstance()));
        }
    }

    private void submit(int request, Submit submit) throws MalformedException {
        if (relay.submissionsToRefuse > 0) {
            relay.submissionsToRefuse--;
            say(ServerFrame.newBuilder()
                    .setRequest(request)
                    .setRefused(Refused.newBuilder().setCode("busy").setRetryAfterMs(1)));
            return;
        }
        var newer = submit.getListsList().stream()
                .filter(seen ->
                        relay.owner(UserId.of(seen.getUser().toByteArray())).version() > seen.getVersion())
                .map(SeenList::getUser)
                .toList();
        if (!newer.isEmpty()) {
            relay.staleLists++;
            say(ServerFrame.newBuilder()
                    .setRequest(request)
                    .setRefused(
                            Refused.newBuilder().setCode("stale-device-list").addAllUsers(newer)));
            return;
        }
        var submission = Submission.parse(submit);
        var id = submission.header().message().value();
        if (relay.submitted.put(id, true) == null) {
            var tree = submission.tree(relay.hash);
            for (var i = 0; i < submission.recipients().size(); i++) {
                var recipient = submission.recipients().get(i);
                var to = relay.device(recipient.address()).orElseThrow();
                var row = ++relay.sequence;
                var envelope = Deliver.newBuilder()
                        .setHeader(submit.getHeader())
                        .setCiphertext(submit.getCiphertext())
                        .setSignature(submit.getSignature())
                        .setWrap(submit.getWraps(i).getWrap())
                        .setPath(tree.proof(i).toWire())
                        .build();
                to.mailbox.put(row, envelope);
                to.socket.ifPresent(socket -> socket.deliver(row, envelope));
            }
        }
        if (relay.receiptsToLose > 0) {
            relay.receiptsToLose--;
            cut();
            return;
        }
        say(ServerFrame.newBuilder()
                .setRequest(request)
                .setReceipt(Receipt.newBuilder()
                        .setMessageId(ByteString.copyFrom(id.toArray()))
                        .setAcceptedAt(relay.clock.millis())));
    }

    private void claim(int request, ClaimPrekeys claim) {
        if (relay.answersNoClaims) {
            return;
        }
        var answer = PrekeysClaimed.newBuilder();
        for (var wanted : claim.getWantedList()) {
            var owner = relay.device(new DeviceAddress(
                            UserId.of(wanted.getUser().toByteArray()),
                            DeviceId.of(wanted.getDevice().toByteArray())))
                    .orElseThrow();
            var pool = owner.pool(claim.getType());
            var before = pool.size();
            for (var i = 0; i < wanted.getCount() && !pool.isEmpty(); i++) {
                var key = pool.remove();
                relay.claimed.add(RelayJson.bytes(key.getPrekey().getId()));
                answer.addPrekeys(key);
            }
            if (before < wanted.getCount()) {
                answer.addExhausted(wanted.getDevice());
            }
            if (before > 50 && pool.size() <= 50) {
                owner.socket.ifPresent(socket -> socket.say(ServerFrame.newBuilder()
                        .setPrekeysLow(
                                PrekeysLow.newBuilder().setType(claim.getType()).setPrekeysLeft(pool.size()))));
            }
        }
        say(ServerFrame.newBuilder().setRequest(request).setPrekeysClaimed(answer));
    }

    private void upload(int request, UploadPrekeys upload) {
        var type = account.orElseThrow().store(upload.getBatch(), new ArrayList<>(upload.getPrekeysList()));
        say(ServerFrame.newBuilder()
                .setRequest(request)
                .setPrekeysStored(PrekeysStored.newBuilder()
                        .setPrekeysLeft(device.orElseThrow().pool(type).size())));
    }

    private void say(ServerFrame.Builder frame) {
        var message = ServerFrames.newBuilder().addFrames(frame).build().toByteArray();
        speaking.execute(() -> inbound.message(message));
    }
}
