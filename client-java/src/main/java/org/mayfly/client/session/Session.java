package org.mayfly.client.session;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.connection.Connection;
import org.mayfly.client.connection.ConnectionTimes;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.client.mail.DueReceipts;
import org.mayfly.client.mail.Inbox;
import org.mayfly.client.mail.Incoming;
import org.mayfly.client.mail.Outbox;
import org.mayfly.client.mail.Warning;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.DeviceCalls;
import org.mayfly.client.rest.Http;
import org.mayfly.client.rest.Policy;
import org.mayfly.client.store.FileStore;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.DeviceProtocol;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.ExpiryClock;
import org.mayfly.protocol.client.KnownList;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.DevicesChanged;
import org.mayfly.protocol.wire.LoggedIn;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.PrekeysLow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One device at work on its store, connected or not. Methods are called from any thread and wait for the session's. */
public final class Session implements AutoCloseable {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Profile profile;
    private final Clock ownClock;
    private final SessionEvents events;
    private final Supplier<MessageId> newId;
    private final Loop loop = new Loop(this::failed, this::checkSettled);
    private final Desk desk;
    private final Mail mail;
    private final Contacts contacts;
    private final PolicyInPlace policy;
    private final DeviceLists lists;
    private final Sender sender;
    private final Receiver receiver;
    private final Renewals renewals;
    private final Gaps gaps;
    private @Nullable Line line;
    private boolean drained;
    private boolean wasSettled;

    public Session(
            FileStore store,
            DeviceProtocol protocol,
            Profile profile,
            Clock ownClock,
            Supplier<MessageId> newId,
            SessionEvents events) {
        this.profile = profile;
        this.ownClock = ownClock;
        this.events = events;
        this.newId = newId;
        this.desk = new Desk(store, protocol, new ExpiryClock(ownClock, store.highestTime()), loop);
        this.mail = new Mail(new Outbox(store), new Inbox(store), new DueReceipts(store, newId), newId);
        this.policy = new PolicyInPlace(store);
        var identities = new IdentityChanges(desk, mail, policy::identityChangeBlocks, events);
        this.lists = new DeviceLists(desk, mail.inbox(), identities, events);
        this.contacts = new Contacts(desk, profile, people(), lists, identities);
        this.sender = new Sender(desk, new Sender.Sources(mail.outbox(), lists, newId), policy::forProtocol, events);
        this.receiver = new Receiver(desk, mail, sender, new Receiver.Rules(policy::forProtocol, identities), events);
        this.renewals = new Renewals(desk);
        this.gaps = new Gaps(desk, mail.inbox(), events);
        store.commit(protocol.expireKeys(desk.now()));
        store.commit(desk.clock().remember());
        purge();
        loop.every(TICK, this::purge);
        loop.every(Duration.ofMinutes(1), () -> store.commit(desk.clock().remember()));
        loop.every(Duration.ofHours(24), () -> store.commit(protocol.expireKeys(desk.now())));
    }

    private People people() {
        return new People(
                desk.store(),
                user -> desk.protocol().deviceList(user).isPresent(),
                user -> mail.inbox().warning("name-changed", Optional.of(user), desk.now()));
    }

    public Profile profile() {
        return profile;
    }

    /** This one. */
    public DeviceId device() {
        return desk.protocol().self().device();
    }

    /** One attempt. Blocks. @throws ProblemException with what the server or the network said */
    public void connect(Http http, SocketTransport sockets) {
        var incoming = new Incomings(loop, there -> there == line, new Hearer());
        var connection = Connection.open(
                sockets,
                profile.server(),
                new LogInSigning(desk, profile.server(), ownClock),
                incoming,
                new ConnectionTimes(ownClock, loop.timer()));
        var loggedIn = connection.loggedIn();
        var token = Bytes.of(loggedIn.getRestToken().toByteArray()).toBase64Url();
        var made = new Line(connection, new DeviceCalls(http, () -> token));
        loop.call(() -> {
            try {
                connected(made, loggedIn);
                return incoming;
            } catch (RuntimeException e) {
                disconnected();
                connection.close();
                throw e;
            }
        });
        incoming.start(made);
    }

    public boolean isConnected() {
        return loop.call(() -> line != null);
    }

    /** Durable when it returns; leaves at once, or when it can. @throws ProblemException from the policy or the directory */
    public Draft send(String to, String text, Optional<Duration> expires, Optional<Duration> burn) {
        return loop.call(() -> {
            var user = contacts.addressee(to, there());
            var lifetime = policy.lifetime(expires, burn);
            var sentAt = Instant.ofEpochMilli(desk.now().toEpochMilli());
            var draft = new Draft(newId.get(), user, new MessageContent.Text(text), lifetime, sentAt);
            mail.outbox().add(draft, List.of());
            loop.run(sender::pump);
            return draft;
        });
    }

    /** Shows what was not shown, oldest first: burning begins before, and it is erased after {@code show} returns. */
    public void show(Consumer<Incoming> show, Consumer<Warning> warn) {
        loop.call(() -> {
            new Showing(desk, mail).all(show, warn);
            loop.run(sender::pump);
            return UnitOfWork.nothing();
        });
    }

    public String name(UserId user) {
        return loop.call(() -> nameOf(user));
    }

    /** The id where the directory has no name or does not answer. Safe on the session's thread only: for {@link #show}. */
    public String nameOf(UserId user) {
        return contacts.nameOf(user, there());
    }

    /** Messages in the outbox, and received ones not shown. */
    public record Counts(long waiting, long unshown, Optional<KeysLeft> keysLeft) {}

    /** One-time keys of this device that others can claim, of type P-521 and of type ML-KEM-1024. */
    public record KeysLeft(int prekeys, int kemPrekeys) {}

    public Counts counts() {
        return loop.call(() -> new Counts(
                mail.outbox().entries().stream().filter(Outbox.Entry::text).count(),
                mail.inbox().unshown().size(),
                line == null ? Optional.empty() : Optional.of(keysLeft())));
    }

    private KeysLeft keysLeft() {
        return new KeysLeft(
                renewals.left(PrekeyType.PREKEY_TYPE_P521), renewals.left(PrekeyType.PREKEY_TYPE_MLKEM1024));
    }

    /** What there is to ask the server with. */
    public record AtServer(FileStore store, DeviceProtocol protocol, DeviceCalls calls) {}

    /** Asks the server as this device. @throws ProblemException {@code unreachable} where it is not connected */
    public <T> T atServer(Function<AtServer, T> ask) {
        return loop.call(() -> {
            var there = line;
            if (there == null) {
                throw ProblemException.network("unreachable", profile.server());
            }
            return ask.apply(new AtServer(desk.store(), desk.protocol(), there.calls()));
        });
    }

    /** The own list may have changed. */
    public void followOwnList() {
        loop.run(() -> there().ifPresent(connected -> {
            lists.outdated(profile.user());
            failIfRevoked(lists.refresh(profile.user(), connected));
        }));
    }

    /** The person took this device out of the account, and the server has taken that: everything that it kept is erased. */
    public void leave() {
        unlessRemoved(() -> lost(lists.removed()));
    }

    /** The one this device goes by. */
    public KnownList ownList() {
        return loop.call(() -> desk.protocol().deviceList(profile.user()).orElseThrow());
    }

    /**
     * How a colleague is known.
     *
     * @param changed the safety number with an identity, or with a person, that the user has not decided about
     * @param verified whether the user compared {@code safetyNumber}
     */
    public record Known(Optional<String> safetyNumber, Optional<String> changed, boolean verified) {}

    /** By the newest list, where the server can be asked. @throws ProblemException {@code unknown-user} and what is wrong with the list */
    public Known contact(String name) {
        return loop.call(() -> contacts.known(name, there()));
    }

    /**
     * The two compared the number: the user knows the person by it from now on. Where it is the changed one, that is taken
     * over.
     *
     * @param number as in {@link Known}; spaces don't matter
     * @throws ProblemException {@code wrong-safety-number}, and what {@link #contact} throws
     */
    public void compared(String name, String number) {
        loop.call(() -> {
            contacts.compared(name, number, there());
            loop.run(sender::pump);
            return UnitOfWork.nothing();
        });
    }

    private Optional<Line> there() {
        return Optional.ofNullable(line);
    }

    public Optional<Policy> policy() {
        return loop.call(policy::inForce);
    }

    /** All that waited was received and reported; all that can be sent was sent. */
    public boolean isSettled() {
        return loop.call(this::settled);
    }

    @Override
    public void close() {
        end();
        desk.store().close();
    }

    /** Ends the session, leaves the store open. */
    public void end() {
        unlessRemoved(() -> {
            var there = line;
            line = null;
            if (there != null) {
                there.connection().close();
            }
            desk.store().commit(desk.clock().remember());
        });
        loop.close();
    }

    /** A device that was removed has ended, and keeps nothing: there is nothing left to do. */
    private void unlessRemoved(Runnable work) {
        try {
            loop.call(() -> {
                work.run();
                return UnitOfWork.nothing();
            });
        } catch (ProblemException e) {
            if (!loop.isEnded()) {
                throw e;
            }
        }
    }

    /** Where this fails, the session is as if it had never been connected: half a connection would look like a whole one for good. */
    private void connected(Line made, LoggedIn loggedIn) {
        var serverTime = Instant.ofEpochMilli(loggedIn.getServerTime());
        if (!isNear(serverTime, Instant.ofEpochMilli(ownClock.millis())) || !isNear(serverTime, desk.now())) {
            throw ProblemException.refused("clock-off", serverTime);
        }
        desk.clock().observe(serverTime);
        desk.store().commit(desk.clock().remember());
        policy.set(loggedIn.getPolicy());
        contacts.connected(made.calls());
        renewals.connected(loggedIn, made);
        line = made;
        drained = false;
        lists.disconnected();
        failIfRevoked(lists.refresh(profile.user(), made));
        sender.connected(made);
    }

    /** As with the challenge's: this one moves the clock that lives are judged by. */
    private static boolean isNear(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(Limits.CLOCK_TOLERANCE) <= 0;
    }

    private void failIfRevoked(Optional<Problem> wrong) {
        wrong.filter(DeviceLists::isRevoked).ifPresent(why -> {
            throw new ProblemException(why);
        });
    }

    private void purge() {
        mail.inbox().purge(desk.now());
        gaps.tell(line != null && drained);
        sender.pump();
    }

    private boolean settled() {
        return line != null && drained && sender.isIdle() && receiver.isIdle() && renewals.isIdle();
    }

    private void checkSettled() {
        var settled = settled();
        if (settled && !wasSettled) {
            events.settled();
        }
        wasSettled = settled;
    }

    private void lost(Problem why) {
        var there = line;
        disconnected();
        if (there != null) {
            there.connection().close();
        }
        events.lost(why);
    }

    private void disconnected() {
        line = null;
        sender.disconnected();
        receiver.disconnected();
        renewals.disconnected();
    }

    private void failed(RuntimeException failure) {
        lost(failure instanceof ProblemException known ? known.problem() : Problem.refused("internal-client", failure));
    }

    private final class Hearer implements Incomings.Hearer {

        @Override
        public void delivered(Deliver envelope, Line there) {
            receiver.deliver(envelope, there);
        }

        @Override
        public void drained() {
            drained = true;
            gaps.tell(drained);
            receiver.sendReceipts();
        }

        @Override
        public void policyChanged(PolicyInForce changed) {
            policy.set(changed);
        }

        @Override
        public void prekeysLow(PrekeysLow low, Line there) {
            renewals.heard(low.getType(), low.getPrekeysLeft(), there);
        }

        @Override
        public void devicesChanged(DevicesChanged changed, Line there) {
            failIfRevoked(lists.changed(changed, there));
            sender.pump();
        }

        @Override
        public void lost(Problem why) {
            Session.this.lost(why);
        }
    }
}
