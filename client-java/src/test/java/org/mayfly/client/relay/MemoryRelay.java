package org.mayfly.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.account.MemoryAccounts;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.Http;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.Wrap;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import static org.mayfly.client.relay.RelayJson.decoded;
import static org.mayfly.client.relay.RelayJson.list;
import static org.mayfly.client.relay.RelayJson.object;
import static org.mayfly.client.relay.RelayJson.refused;

/** The server's books. Synchronized on itself. */
public final class MemoryRelay implements Http, SocketTransport {

    public static final URI ADDRESS = URI.create("https://relay.test");
    public static final String NETWORK_NAME = "Test";
    final Sha512 hash = new Sha512(CryptoProvider.preferred());
    final Clock clock;
    final NetworkId network = NetworkId.of(bytes16());
    final Map<UserId, RelayAccount> accounts = new LinkedHashMap<>();
    final Map<Bytes, Boolean> submitted = new HashMap<>();
    public final List<Bytes> claimed = new ArrayList<>();
    private final Map<String, RelayAccount> invitations = new HashMap<>();
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

    /** Submissions that were refused because they rested on an older list. */
    public int staleLists;

    /** Who claims one-time keys waits. */
    public boolean answersNoClaims;

    /** Nobody hears of a new list; devices that are out stay connected. */
    public boolean holdsAnnouncements;

    private final Map<UserId, Integer> listsAsked = new HashMap<>();

    /** With what the next log-ins are refused. */
    public Optional<String> logInRefusal = Optional.empty();

    /** As the network's policy says. */
    public boolean recoveryKeyAllowed = true;

    /** What the directory calls people, where that is not the name they were invited by. */
    public final Map<String, String> renamed = new HashMap<>();

    /** How much later it is when a log-in is answered than when it was asked for. */
    public Duration ahead = Duration.ZERO;

    /** Nobody hears when all that waited was delivered. */
    public boolean neverDrains;

    /** Turned away at the door. */
    public boolean unreachable;

    public MemoryRelay(Clock clock) {
        this.clock = clock;
    }

    public synchronized String invite(String user) {
        var id = UserId.of(bytes16());
        var account = new RelayAccount(id, user, books(id, user));
        accounts.put(account.id, account);
        var code = UUID.randomUUID().toString();
        invitations.put(code, account);
        return code;
    }

    private MemoryAccounts books(UserId id, String user) {
        var books = new MemoryAccounts(network, id, new MemoryAccounts.Names(ADDRESS.toString(), NETWORK_NAME, user));
        books.approvalNeeded = false;
        return books;
    }

    /** The person lost everything and enrols anew, under another identity. */
    public synchronized String inviteAgain(String user) {
        var code = UUID.randomUUID().toString();
        invitations.put(code, account(user));
        return code;
    }

    public synchronized int waitingFor(String user) {
        return account(user).devices.values().stream()
                .mapToInt(device -> device.mailbox.size())
                .sum();
    }

    /** Changes the next envelope that waits for a user. */
    public synchronized void tamper(String user, UnaryOperator<Deliver> change) {
        account(user)
                .devices
                .values()
                .forEach(device -> device.mailbox.replaceAll((number, envelope) -> change.apply(envelope)));
    }

    /** Keeps an envelope back that waits for a user's first device behind so many others, until this is run. */
    public synchronized Runnable keepBack(String user, int older) {
        return account(user).devices.values().iterator().next().keepBack(older);
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
        sockets().forEach(RelaySocket::cut);
    }

    private List<RelaySocket> sockets() {
        return accounts.values().stream()
                .flatMap(account -> account.devices.values().stream())
                .flatMap(device -> device.socket.stream())
                .toList();
    }

    /** Keeps back newer versions of a user's list than that one. */
    public synchronized void showLists(String user, int versions) {
        account(user).shown = versions;
    }

    /** Puts something in the place of a user's newest list. */
    public synchronized void replaceNewestList(String user, UnaryOperator<SignedDeviceList> change) {
        var lists = account(user).books.lists;
        lists.set(lists.size() - 1, change.apply(lists.get(lists.size() - 1)));
    }

    /** Says to everybody that there is a newer list of a user. */
    public synchronized void announce(String user, long version) {
        listsAsked.remove(account(user).id);
        sockets().forEach(socket -> socket.devicesChanged(account(user).id, version));
    }

    /** Until somebody did after the newest announcement. */
    public synchronized void awaitListAsked(String user) throws InterruptedException {
        while (!listsAsked.containsKey(account(user).id)) {
            wait();
        }
    }

    public synchronized UserId id(String user) {
        return account(user).id;
    }

    public NetworkId network() {
        return network;
    }

    /** How many devices the server delivers to. */
    public synchronized int devices(String user) {
        return account(user).devices.size();
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
                .setRecoveryKeyAllowed(recoveryKeyAllowed)
                .build();
    }

    @Override
    public synchronized CompletableFuture<Channel> open(URI address, Inbound inbound) {
        if (unreachable) {
            return CompletableFuture.failedFuture(ProblemException.network("unreachable", ADDRESS));
        }
        var socket = new RelaySocket(this, inbound);
        socket.challenge();
        return CompletableFuture.completedFuture(socket);
    }

    @Override
    public synchronized Answer call(Call call) {
        if (unreachable) {
            throw ProblemException.network("unreachable", ADDRESS);
        }
        var path = call.path();
        if (requestsToFail.merge(path, -1, Integer::sum) >= 0) {
            throw ProblemException.network("unreachable", ADDRESS);
        }
        if (path.equals("/invitations/open")) {
            return openInvitation(call.body().orElseThrow());
        }
        if (path.equals("/enrolments")) {
            var answer = enrol(call.body().orElseThrow());
            if (losesNextAnswer) {
                losesNextAnswer = false;
                throw ProblemException.network("unreachable", ADDRESS);
            }
            return answer;
        }
        if (path.equals("/directory")) {
            var list = JsonNodeFactory.instance.arrayNode();
            accounts.values().stream()
                    .filter(RelayAccount::isEnrolled)
                    .forEach(account -> list.addObject()
                            .put("id", account.id.toString())
                            .put("name", renamed.getOrDefault(account.name, account.name)));
            return new Answer(200, list);
        }
        if (path.startsWith("/recovery/")) {
            return recovery(call);
        }
        if (path.startsWith("/users/")) {
            return lists(accounts.get(UserId.parse(path.substring(7, 43))), path.substring(43));
        }
        return new Answer(404, MissingNode.getInstance());
    }

    private Answer lists(@Nullable RelayAccount account, String what) {
        if (account == null || !account.isEnrolled()) {
            return refused(404, "unknown-user");
        }
        listsAsked.merge(account.id, 1, Integer::sum);
        notifyAll();
        var lists = account.lists();
        if (what.equals("/device-list")) {
            return new Answer(200, list(lists.get(lists.size() - 1)));
        }
        var after = Integer.parseInt(what.substring("/device-lists?after=".length()));
        var answer = JsonNodeFactory.instance.arrayNode();
        lists.stream().skip(after).forEach(list -> answer.add(list(list)));
        return new Answer(200, answer);
    }

    /** By an account's own books; what that changes of its devices is known here, too. */
    private Answer recovery(Call call) {
        var body = call.body().orElse(MissingNode.getInstance());
        var account = Optional.ofNullable(invitations.get(body.path("code").asText()))
                .or(() -> accounts.values().stream()
                        .filter(one -> one.name.equals(body.path("user").asText())
                                || call.bearer().equals(Optional.of(one.books.token)))
                        .findFirst())
                .orElseThrow();
        var before = account.version();
        var answer = account.books.call(call);
        if (account.version() > before) {
            if (call.path().equals("/recovery/devices")) {
                account.store(body);
            } else if (!holdsAnnouncements) {
                account.dropUnlisted();
            }
            if (!holdsAnnouncements) {
                announce(account.name, account.version());
            }
        }
        return answer;
    }

    private Answer openInvitation(JsonNode body) {
        var account = invitations.get(body.path("code").asText());
        if (account == null) {
            return refused(410, "invitation-unusable");
        }
        var json = object();
        json.putObject("network").put("id", network.toString()).put("name", NETWORK_NAME);
        json.putObject("user").put("id", account.id.toString()).put("name", account.name);
        json.putObject("policy");
        return new Answer(200, json);
    }

    private Answer enrol(JsonNode body) {
        var account = invitations.remove(body.path("code").asText());
        if (account == null) {
            return refused(410, "invitation-unusable");
        }
        account.devices.clear();
        if (account.isEnrolled()) {
            account.books = books(account.id, account.name);
        }
        account.books.enrolled(
                SignedDeviceList.newBuilder()
                        .setIdentityKey(decoded(body, "identityKey"))
                        .setList(decoded(body, "deviceList"))
                        .setSignature(decoded(body, "deviceListSignature"))
                        .build(),
                body.path("recovery"));
        account.store(body);
        return new Answer(201, object());
    }

    /** Nobody can claim any key of this type of a user until new ones are uploaded. */
    public synchronized void exhaust(String user, PrekeyType type) {
        account(user).devices.values().forEach(device -> device.pool(type).clear());
    }

    /** How many keys of this type of a user can be claimed. */
    public synchronized int left(String user, PrekeyType type) {
        return account(user).devices.values().stream()
                .mapToInt(device -> device.pool(type).size())
                .sum();
    }

    /** What the next envelopes that wait for a user were sealed with, oldest first. */
    public synchronized List<Wrap> wrapsFor(String user) {
        return account(user).devices.values().stream()
                .flatMap(device -> device.mailbox.values().stream())
                .map(envelope -> {
                    try {
                        return Wrap.parseFrom(envelope.getWrap());
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    RelayAccount account(String name) {
        return accounts.values().stream()
                .filter(account -> account.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    RelayAccount owner(UserId user) {
        return Objects.requireNonNull(accounts.get(user));
    }

    /** Nothing where no list names it, or not any more. */
    Optional<RelayDevice> device(DeviceAddress address) {
        return Optional.ofNullable(accounts.get(address.user()))
                .map(account ->
                        account.devices.get(ByteString.copyFrom(address.device().toArray())));
    }

    static byte[] bytes16() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
