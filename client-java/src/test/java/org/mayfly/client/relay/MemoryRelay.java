package org.mayfly.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.client.rest.Http;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.PrekeyBatchVerification;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedPrekeyBatch;
import org.mayfly.protocol.wire.Wrap;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The server's books. Synchronized on itself. */
public final class MemoryRelay implements Http, SocketTransport {

    /** A person with at most one device. */
    static final class Account {
        final UserId id;
        final String name;
        Optional<ByteString> device = Optional.empty();
        Optional<JsonNode> enrolment = Optional.empty();
        private final Map<PrekeyType, Deque<ClaimedPrekey>> pools = new EnumMap<>(PrekeyType.class);
        final LinkedHashMap<Long, Deliver> mailbox = new LinkedHashMap<>();
        Optional<RelaySocket> socket = Optional.empty();

        Account(UserId id, String name) {
            this.id = id;
            this.name = name;
        }

        Deque<ClaimedPrekey> pool(PrekeyType type) {
            return pools.computeIfAbsent(type, made -> new ArrayDeque<>());
        }
    }

    public static final URI ADDRESS = URI.create("https://relay.test");
    final Sha512 hash = new Sha512(CryptoProvider.preferred());
    final Clock clock;
    final NetworkId network = NetworkId.of(bytes16());
    final Map<UserId, Account> accounts = new LinkedHashMap<>();
    final Map<Bytes, Boolean> submitted = new HashMap<>();
    public final List<Bytes> claimed = new ArrayList<>();
    private final Map<String, Account> invitations = new HashMap<>();
    long sequence;
    /** Submissions that are accepted, but whose receipts get lost with the connection. */
    public int receiptsToLose;

    /** Submissions that are refused for now. */
    public int submissionsToRefuse;

    /** Acknowledgements that get lost. */
    public boolean losesAcknowledgements;

    /** The next enrolment is carried out, and its answer lost. */
    public boolean losesNextAnswer;

    private final Map<String, Integer> requestsToFail = new HashMap<>();

    /** Connections that are cut as soon as the log-in is answered. */
    public int logInsToCut;

    /** As the network's policy says. */
    public boolean identityChangeBlocks = true;

    /** Turned away at the door. */
    public boolean unreachable;

    public MemoryRelay(Clock clock) {
        this.clock = clock;
    }

    public synchronized String invite(String user) {
        var account = new Account(UserId.of(bytes16()), user);
        accounts.put(account.id, account);
        var code = UUID.randomUUID().toString();
        invitations.put(code, account);
        return code;
    }

    /** The person lost everything and enrols anew, under another identity. */
    public synchronized String inviteAgain(String user) {
        var code = UUID.randomUUID().toString();
        invitations.put(code, account(user));
        return code;
    }

    public synchronized int waitingFor(String user) {
        return account(user).mailbox.size();
    }

    /** Changes the next envelope that waits for a user. */
    public synchronized void tamper(String user, java.util.function.UnaryOperator<Deliver> change) {
        account(user).mailbox.replaceAll((number, envelope) -> change.apply(envelope));
    }

    /** The next requests for the directory that fail. */
    public synchronized void failDirectory(int times) {
        requestsToFail.put("/directory", times);
    }

    /** The next requests for a user's device list that fail. */
    public synchronized void failDeviceList(String user, int times) {
        requestsToFail.put("/users/" + account(user).id + "/device-list", times);
    }

    public synchronized void awaitLogInsCut() throws InterruptedException {
        while (logInsToCut > 0) {
            wait();
        }
    }

    public synchronized void cutAll() {
        accounts.values().forEach(account -> account.socket.ifPresent(RelaySocket::cut));
    }

    PolicyInForce policy() {
        return PolicyInForce.newBuilder()
                .setVersion(1)
                .setExpirationMinimum(5)
                .setExpirationDefault(604800)
                .setExpirationMaximum(2592000)
                .setBurnMaximum(2592000)
                .setUserMayChoose(true)
                .setClassicalSuiteAllowed(false)
                .setIdentityChangeBlocks(identityChangeBlocks)
                .build();
    }

    @Override
    public synchronized CompletableFuture<Channel> open(URI address, Inbound inbound) {
        if (unreachable) {
            return CompletableFuture.failedFuture(
                    org.mayfly.client.problem.ProblemException.network("unreachable", ADDRESS));
        }
        var socket = new RelaySocket(this, inbound);
        socket.challenge();
        return CompletableFuture.completedFuture(socket);
    }

    @Override
    public synchronized Answer call(Call call) {
        if (unreachable) {
            throw org.mayfly.client.problem.ProblemException.network("unreachable", ADDRESS);
        }
        var path = call.path();
        if (requestsToFail.merge(path, -1, Integer::sum) >= 0) {
            throw org.mayfly.client.problem.ProblemException.network("unreachable", ADDRESS);
        }
        if (path.equals("/invitations/open")) {
            return openInvitation(call.body().orElseThrow());
        }
        if (path.equals("/enrolments")) {
            var answer = enrol(call.body().orElseThrow());
            if (losesNextAnswer) {
                losesNextAnswer = false;
                throw org.mayfly.client.problem.ProblemException.network("unreachable", ADDRESS);
            }
            return answer;
        }
        if (path.equals("/directory")) {
            var list = JsonNodeFactory.instance.arrayNode();
            accounts.values().stream()
                    .filter(account -> account.device.isPresent())
                    .forEach(account ->
                            list.addObject().put("id", account.id.toString()).put("name", account.name));
            return new Answer(200, list);
        }
        if (path.startsWith("/users/")) {
            var account = accounts.get(UserId.parse(path.substring(7, 43)));
            return account == null || account.enrolment.isEmpty()
                    ? refused(404, "unknown-user")
                    : new Answer(200, list(account.enrolment.get()));
        }
        return new Answer(404, MissingNode.getInstance());
    }

    private Answer openInvitation(JsonNode body) {
        var account = invitations.get(body.path("code").asText());
        if (account == null) {
            return refused(410, "invitation-unusable");
        }
        var json = object();
        json.putObject("network").put("id", network.toString()).put("name", "Test");
        json.putObject("user").put("id", account.id.toString()).put("name", account.name);
        json.putObject("policy");
        return new Answer(200, json);
    }

    private Answer enrol(JsonNode body) {
        var account = invitations.remove(body.path("code").asText());
        if (account == null) {
            return refused(410, "invitation-unusable");
        }
        account.enrolment = Optional.of(body);
        account.pools.clear();
        account.mailbox.clear();
        store(account, batch(body, "prekeyBatch"), keys(body, "prekeys"));
        store(account, batch(body, "kemPrekeyBatch"), keys(body, "kemPrekeys"));
        return new Answer(201, object());
    }

    private static SignedPrekeyBatch batch(JsonNode body, String field) {
        return SignedPrekeyBatch.newBuilder()
                .setBatch(decoded(body, field))
                .setSignature(decoded(body, field + "Signature"))
                .build();
    }

    private static List<Prekey> keys(JsonNode body, String field) {
        var keys = new ArrayList<Prekey>();
        body.path(field)
                .forEach(key -> keys.add(Prekey.newBuilder()
                        .setId(uuid(key.path("id").asText()))
                        .setKey(decoded(key, "key"))
                        .build()));
        return keys;
    }

    /** The type of the keys. */
    PrekeyType store(Account account, SignedPrekeyBatch batch, List<Prekey> keys) {
        var signed = parsed(batch);
        account.device = Optional.of(signed.getDevice());
        var tree = MerkleTree.of(
                hash,
                keys.stream()
                        .map(key ->
                                PrekeyBatchVerification.leaf(signed.getType(), bytes(key.getId()), bytes(key.getKey())))
                        .toList());
        for (var i = 0; i < keys.size(); i++) {
            account.pool(signed.getType())
                    .add(ClaimedPrekey.newBuilder()
                            .setUser(ByteString.copyFrom(account.id.toArray()))
                            .setDevice(account.device.orElseThrow())
                            .setBatch(batch)
                            .setPrekey(keys.get(i))
                            .setPath(tree.proof(i).toWire())
                            .build());
        }
        return signed.getType();
    }

    private static PrekeyBatch parsed(SignedPrekeyBatch batch) {
        try {
            return PrekeyBatch.parseFrom(batch.getBatch());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody can claim any key of this type of a user until new ones are uploaded. */
    public synchronized void exhaust(String user, PrekeyType type) {
        account(user).pool(type).clear();
    }

    /** How many keys of this type of a user can be claimed. */
    public synchronized int left(String user, PrekeyType type) {
        return account(user).pool(type).size();
    }

    /** What the next envelopes that wait for a user were sealed with, oldest first. */
    public synchronized List<Wrap> wrapsFor(String user) {
        return account(user).mailbox.values().stream()
                .map(envelope -> {
                    try {
                        return Wrap.parseFrom(envelope.getWrap());
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    Account account(String name) {
        return accounts.values().stream()
                .filter(account -> account.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    Account owner(UserId user) {
        return Objects.requireNonNull(accounts.get(user));
    }

    static Bytes bytes(ByteString bytes) {
        return Bytes.of(bytes.toByteArray());
    }

    static byte[] bytes16() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static JsonNode list(JsonNode enrolment) {
        return object().put("identityKey", enrolment.path("identityKey").asText())
                .put("list", enrolment.path("deviceList").asText())
                .put("signature", enrolment.path("deviceListSignature").asText());
    }

    private static Answer refused(int status, String code) {
        return new Answer(status, object().put("code", code));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ByteString decoded(JsonNode json, String field) {
        return ByteString.copyFrom(
                Bytes.parseBase64Url(json.path(field).asText()).toArray());
    }

    private static ByteString uuid(String text) {
        var uuid = UUID.fromString(text);
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }
}
