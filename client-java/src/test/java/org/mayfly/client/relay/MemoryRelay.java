package org.mayfly.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
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
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
        final Deque<ClaimedPrekey> pool = new ArrayDeque<>();
        final LinkedHashMap<Long, Deliver> mailbox = new LinkedHashMap<>();
        Optional<RelaySocket> socket = Optional.empty();

        Account(UserId id, String name) {
            this.id = id;
            this.name = name;
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

    /** Requests for the directory that fail. */
    public int directoriesToFail;

    /** Connections that are cut as soon as the log-in is answered. */
    public int logInsToCut;

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

    public synchronized int waitingFor(String user) {
        return account(user).mailbox.size();
    }

    /** Changes the next envelope that waits for a user. */
    public synchronized void tamper(String user, java.util.function.UnaryOperator<Deliver> change) {
        account(user).mailbox.replaceAll((number, envelope) -> change.apply(envelope));
    }

    public synchronized void awaitLogInsCut() throws InterruptedException {
        while (logInsToCut > 0) {
            wait();
        }
    }

    public synchronized void cutAll() {
        accounts.values().forEach(account -> account.socket.ifPresent(RelaySocket::cut));
    }

    static PolicyInForce policy() {
        return PolicyInForce.newBuilder()
                .setVersion(1)
                .setExpirationMinimum(5)
                .setExpirationDefault(604800)
                .setExpirationMaximum(2592000)
                .setBurnMaximum(2592000)
                .setUserMayChoose(true)
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
            if (directoriesToFail > 0) {
                directoriesToFail--;
                throw org.mayfly.client.problem.ProblemException.network("unreachable", ADDRESS);
            }
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
        var batch = SignedPrekeyBatch.newBuilder()
                .setBatch(decoded(body, "prekeyBatch"))
                .setSignature(decoded(body, "prekeyBatchSignature"))
                .build();
        var keys = new ArrayList<Prekey>();
        body.path("prekeys")
                .forEach(key -> keys.add(Prekey.newBuilder()
                        .setId(uuid(key.path("id").asText()))
                        .setKey(decoded(key, "key"))
                        .build()));
        try {
            account.device = Optional.of(org.mayfly.protocol.wire.PrekeyBatch.parseFrom(batch.getBatch())
                    .getDevice());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return refused(400, "malformed");
        }
        store(account, batch, keys);
        return new Answer(201, object());
    }

    void store(Account account, SignedPrekeyBatch batch, List<Prekey> keys) {
        var tree = MerkleTree.of(
                hash,
                keys.stream()
                        .map(key -> PrekeyBatchVerification.leaf(
                                PrekeyType.PREKEY_TYPE_P521, bytes(key.getId()), bytes(key.getKey())))
                        .toList());
        for (var i = 0; i < keys.size(); i++) {
            account.pool.add(ClaimedPrekey.newBuilder()
                    .setUser(ByteString.copyFrom(account.id.toArray()))
                    .setDevice(account.device.orElseThrow())
                    .setBatch(batch)
                    .setPrekey(keys.get(i))
                    .setPath(tree.proof(i).toWire())
                    .build());
        }
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
