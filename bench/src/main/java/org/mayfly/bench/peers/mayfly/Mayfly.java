package org.mayfly.bench.peers.mayfly;

import com.google.protobuf.ByteString;
import org.mayfly.bench.peers.Address;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.EventLoop;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Peer;
import org.mayfly.bench.peers.Stamp;
import org.mayfly.client.Surroundings;
import org.mayfly.client.connection.Connection;
import org.mayfly.client.connection.ConnectionTimes;
import org.mayfly.client.connection.ServerEvents;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.rest.Administration;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeysLow;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running Mayfly. Each run makes a network of its own, whose people enrol by invitation and log in as everybody does; the
 * envelopes are sealed before the load begins.
 */
public final class Mayfly implements Peer {

    private static final int WORKERS = 8;

    private final String name;
    private final Address address;
    private final EventLoop loop;
    private final String text;
    private final URI server;
    private final Surroundings surroundings = Surroundings.ofThisMachine();
    private final Surroundings.Network network;
    private final Administration administration;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, daemons());
    private final ConnectionTimes times =
            new ConnectionTimes(surroundings.clock(), Executors.newSingleThreadScheduledExecutor(daemons()));
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final Map<Route, ArrayDeque<Sealed>> supplies = new ConcurrentHashMap<>();
    private final Map<ByteString, Sealed> byId = new ConcurrentHashMap<>();

    private record Route(String from, String to) {}

    private Mayfly(String name, Address address, EventLoop loop, int bodyBytes, Access access) {
        this.name = name;
        this.address = address;
        this.loop = loop;
        this.text = "a message of the load ".repeat(bodyBytes / 22 + 1).substring(0, bodyBytes);
        this.server = URI.create("https://" + address.host() + ":" + address.port());
        this.network = surroundings.network().apply(server, access.trust());
        this.administration = new Administration(network.http(), access.token());
    }

    private record Access(ServerTrust trust, String token) {}

    /** @param data the data folder of the installation, with an API token of scope admin in {@code run/bench-token} */
    public static Mayfly at(String name, Address address, EventLoop loop, int bodyBytes, Path data) throws IOException {
        var trust = ServerTrust.onlyFile(data.resolve("tls/ca.pem"));
        var token = Files.readString(data.resolve("run/bench-token")).strip();
        var trusted = new Address(address.host(), address.port(), trust.context());
        return new Mayfly(name, trusted, loop, bodyBytes, new Access(trust, token));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(List<Peer.Route> routes, int messages) throws Exception {
        var community = "Load " + UUID.randomUUID();
        administration.createNetwork(community);
        var users = routes.stream()
                .flatMap(route -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(route.sender()), route.receivers().stream()))
                .distinct()
                .toList();
        var enrolments = new ArrayList<Callable<Object>>();
        for (var user : users) {
            enrolments.add(() -> {
                var code = administration.invite(community, user).path("code").asText();
                return members.put(user, Member.enrol(server, surroundings, network.http(), code));
            });
        }
        all(enrolments);
        var sealings = new ArrayList<Callable<Object>>();
        for (var route : routes) {
            sealings.add(() -> {
                seal(route, messages);
                return route;
            });
        }
        all(sealings);
    }

    /** As many at a time as the machine has cores. */
    private static void all(List<Callable<Object>> tasks) throws Exception {
        var cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), daemons());
        try {
            for (var task : cores.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            cores.shutdown();
        }
    }

    private void seal(Peer.Route route, int messages) {
        if (route.receivers().isEmpty()) {
            return;
        }
        var supply = supplies.computeIfAbsent(new Route(route.sender(), route.to()), any -> new ArrayDeque<>());
        try (var connection = connect(route.sender(), network.sockets(), new NothingHeard())) {
            if (route.receivers().size() > 1) {
                var receivers = route.receivers().stream().map(this::member).toList();
                var room = new RoomSealing(member(route.sender()), receivers, connection);
                room.texts(text, messages).forEach(submit -> keep(new Sealed(submit, supply)));
                return;
            }
            try (var other = connect(route.to(), network.sockets(), new NothingHeard())) {
                var talk = new Conversation(
                        new Conversation.Side(member(route.sender()), connection),
                        new Conversation.Side(member(route.to()), other));
                talk.texts(text, messages).forEach(submit -> keep(new Sealed(submit, supply)));
            }
        }
    }

    private void keep(Sealed sealed) {
        byId.put(sealed.id(), sealed);
    }

    private Member member(String user) {
        var member = members.get(user);
        if (member == null) {
            throw new IllegalArgumentException("nobody prepared for " + user);
        }
        return member;
    }

    /** Logs the user's device in. Blocks. */
    Connection connect(String user, SocketTransport sockets, ServerEvents events) {
        return Connection.open(sockets, server, member(user), events, times);
    }

    /** The next envelope from one to another. */
    Sealed next(String from, String to) {
        var supply = supplies.get(new Route(from, to));
        if (supply == null || supply.isEmpty()) {
            throw new IllegalStateException("no envelope is left from " + from + " to " + to);
        }
        return supply.remove();
    }

    /** What arrived is one of this run's envelopes, unchanged. */
    Stamp arrived(Deliver deliver) {
        var sealed = byId.get(Sealed.id(deliver.getHeader()));
        if (sealed == null) {
            throw new IllegalStateException("the server delivered what nobody sent");
        }
        return sealed.arrived(deliver);
    }

    @Override
    public Client client(String user, Events events) {
        return new MayflyClient(this, user, events);
    }

    @Override
    public int wireBytes() {
        return byId.values().stream().mapToInt(Sealed::bytes).sum() / Math.max(1, byId.size());
    }

    Address address() {
        return address;
    }

    EventLoop loop() {
        return loop;
    }

    Executor workers() {
        return workers;
    }

    private static ThreadFactory daemons() {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, "mayfly-bench-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static final class NothingHeard implements ServerEvents {
        @Override
        public void delivered(Deliver envelope) {
            throw new IllegalStateException("nothing was sent yet");
        }

        @Override
        public void drained() {
            // As it should be.
        }

        @Override
        public void policyChanged(PolicyInForce policy) {
            // Nobody changes it.
        }

        @Override
        public void prekeysLow(PrekeysLow low) {
            // A conversation ahead of the load may take them all.
        }

        @Override
        public void lost(Problem why) {
            // The next request on the connection says so.
        }
    }
}
