package org.mayfly.client;

import org.mayfly.client.mail.Incoming;
import org.mayfly.client.mail.Warning;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.Policy;
import org.mayfly.client.session.Profile;
import org.mayfly.client.session.Session;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.client.DeviceCode;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An enrolled device. Thread-safe. Works offline; {@link #connect} dials once, {@link #stayConnected} dials again with
 * back-off whenever the connection is lost. What has expired is erased when it is opened and every second after.
 */
public final class MayflyClient implements AutoCloseable {

    private final VaultFolder folder;
    private final Session session;
    private final Surroundings.Network network;
    private final Sendings sendings = new Sendings();
    private final ClientEvents events;
    private final Redial redial;
    private final Surroundings surroundings;
    private final DeviceAddress device;

    private MayflyClient(VaultFolder folder, FileStore store, Surroundings surroundings) {
        this.folder = folder;
        var profile = Profile.read(store)
                .filter(found -> found.unfinished().isEmpty())
                .orElseThrow(() -> ProblemException.refused("enrolment-unfinished"));
        var protocol = new StoredDevice(surroundings.provider(), surroundings.random(), store);
        this.surroundings = surroundings;
        this.device = protocol.self();
        this.network = surroundings.network().apply(profile.server(), profile.trust());
        this.events = new ClientEvents(sendings);
        this.session = new Session(
                store,
                protocol,
                profile,
                surroundings.clock(),
                () -> new MessageId(surroundings.random().bytes(16)),
                events);
        this.redial = new Redial(this::connectWhereNot, surroundings.random().secureRandom());
    }

    public static MayflyClient open(Path home) {
        return open(
                home,
                () -> {
                    throw ProblemException.refused("locked");
                },
                Surroundings.ofThisMachine());
    }

    /**
     * @param passphrase asked for only where the device key is locked
     * @throws ProblemException {@code not-enrolled}, {@code device-removed}, {@code wrong-passphrase}, {@code
     *     store-in-use}, {@code store-broken}
     */
    public static MayflyClient open(Path home, Supplier<SecretBytes> passphrase, Surroundings surroundings) {
        if (!Files.isDirectory(home)) {
            throw ProblemException.refused("not-enrolled", home);
        }
        var folder = VaultFolder.take(home);
        try {
            var vault = folder.open(passphrase, surroundings.random().secureRandom());
            return new MayflyClient(folder, new FileStore(vault), surroundings);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Erases all that the device in this folder kept, without a word to the server: for one that the account does not know
     * any more.
     *
     * @throws ProblemException {@code not-enrolled}, {@code store-in-use}
     */
    public static void forget(Path home) {
        if (!Files.isDirectory(home)) {
            throw ProblemException.refused("not-enrolled", home);
        }
        try (var folder = VaultFolder.take(home)) {
            if (!folder.hasVault()) {
                throw ProblemException.refused("not-enrolled", home);
            }
            folder.destroy();
        }
    }

    /** One attempt. @throws ProblemException what the server or the network said; {@code device-removed}: all was erased */
    public void connect() {
        session.connect(network.http(), network.sockets());
    }

    /** Connects, and again whenever the connection is lost for a reason that may pass. Returns at once. */
    public void stayConnected() {
        events.onLost(why -> {
            if (Redial.mayHelp(why)) {
                redial.later();
            }
        });
        redial.now();
    }

    /**
     * Durable when it returns: it leaves at once, or at a later connection of this or a later process.
     *
     * @throws ProblemException {@code unknown-user}, {@code life-not-allowed}, {@code life-not-yours}, {@code
     *     burn-not-allowed}, {@code unusable-text}
     */
    public Sending send(String to, String text, Optional<Duration> expires, Optional<Duration> burn) {
        requireUsable(text);
        return sendings.register(() -> session.send(to, text, expires, burn));
    }

    /** Everything from now on, and what was not shown yet. */
    public void listen(MessageListener listener) {
        events.listen(listener, this::show);
    }

    /** Shows what was not shown, on the calling thread; returns how many messages and warnings that were. */
    public int show(Consumer<Message> show, Consumer<AuthenticationWarning> warn) {
        var shown = new int[1];
        session.show(
                incoming -> {
                    show.accept(message(incoming));
                    shown[0]++;
                },
                warning -> {
                    warn.accept(warning(warning));
                    shown[0]++;
                });
        return shown[0];
    }

    /** Waits until all that waited is here and all that can leave has left; false if that took longer. */
    public boolean awaitSettled(Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var settling = events.nextSettling();
            if (session.isSettled()) {
                return true;
            }
            if (!session.isConnected()) {
                return false;
            }
            try {
                settling.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return session.isSettled();
            } catch (ExecutionException e) {
                throw new IllegalStateException("nothing fails it", e);
            }
        }
    }

    /** Completes at the next arrival of something to show. */
    public CompletableFuture<Void> nextArrival() {
        return events.nextArrival();
    }

    public boolean isConnected() {
        return session.isConnected();
    }

    public Status status() {
        var counts = session.counts();
        var profile = session.profile();
        return new Status(
                profile.userName(),
                profile.networkName(),
                profile.server().toString(),
                device.device().toString(),
                session.isConnected(),
                counts.keysLeft().map(Session.KeysLeft::prekeys),
                counts.keysLeft().map(Session.KeysLeft::kemPrekeys),
                counts.waiting(),
                counts.unshown());
    }

    /** What the network allows, as the server last told; empty before it did. */
    public Optional<Policy> policy() {
        return session.policy();
    }

    /** How a colleague is known. @throws ProblemException {@code unknown-user}, and what is wrong with the person's devices */
    public Contact contact(String name) {
        var known = session.contact(name);
        return new Contact(name, known.safetyNumber(), known.changed(), known.verified());
    }

    /**
     * The two compared a number: the person is known by it from now on, and a changed identity is taken over by its own.
     *
     * @param number one of the {@link Contact}'s
     * @throws ProblemException {@code wrong-safety-number}
     */
    public void compared(String name, String number) {
        session.compared(name, number);
    }

    /** The person's devices, this one among them. */
    public OwnDevices devices() {
        return new OwnDevices(surroundings, session);
    }

    /** What this device shows while it waits for another one to approve it: 25 digits in groups of five. */
    public String deviceCode() {
        return DeviceCode.of(
                        surroundings.provider(),
                        session.profile().network(),
                        session.ownList().newest(),
                        device.device())
                .orElseThrow();
    }

    @Override
    public void close() {
        redial.close();
        events.close();
        session.close();
        folder.close();
    }

    private void connectWhereNot() {
        if (!isConnected()) {
            connect();
        }
    }

    private static void requireUsable(String text) {
        try {
            var unused = new MessageContent.Text(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.refused("unusable-text"), e);
        }
    }

    private Message message(Incoming incoming) {
        return new Message(
                incoming.id().toString(),
                incoming.conversation().toHex(),
                session.nameOf(incoming.from()),
                incoming.sentAt(),
                incoming.end(),
                incoming.lifetime().burnAfter(),
                incoming.text(),
                incoming.from().equals(session.profile().user())
                        ? Optional.of(session.nameOf(incoming.other()))
                        : Optional.empty());
    }

    private AuthenticationWarning warning(Warning warning) {
        var claimed = warning.claimed().map(session::nameOf);
        return new AuthenticationWarning(warning.code(), claimed, warning.count(), warning.at());
    }
}
