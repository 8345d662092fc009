package org.mayfly.messaging.user;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The users as plainly as they can be said: what {@link JdbcUsers} must agree with. */
final class InMemoryUsers implements UserStore {

    private final Map<UserId, StoredUser> users = new HashMap<>();
    private final Map<Bytes, UserId> codes = new HashMap<>();
    private final Map<Bytes, Integer> evaluations = new HashMap<>();

    @Override
    public boolean add(NetworkId network, UserId user, String name, Instant at) {
        if (of(network).anyMatch(one -> one.name().equals(name))) {
            return false;
        }
        users.put(user, new StoredUser(network, user, name, false, false, false, Optional.empty(), Optional.empty()));
        return true;
    }

    @Override
    public Optional<StoredUser> findForChange(NetworkId network, UserId user) {
        return of(network).filter(one -> one.id().equals(user)).findFirst();
    }

    @Override
    public Optional<StoredUser> findForChange(NetworkId network, String name) {
        return of(network).filter(one -> one.name().equals(name)).findFirst();
    }

    @Override
    public List<StoredUser> list(NetworkId network, int limit) {
        return of(network).limit(limit).toList();
    }

    @Override
    public List<StoredUser> active(NetworkId network, int limit) {
        return of(network).filter(InMemoryUsers::isActive).limit(limit).toList();
    }

    @Override
    public Optional<StoredUser> activeByName(NetworkId network, String name) {
        return findForChange(network, name).filter(InMemoryUsers::isActive);
    }

    @Override
    public void invite(UserId user, Bytes codeHash, Instant at, Instant expires) {
        codes.values().removeIf(user::equals);
        codes.put(codeHash, user);
        evaluations.remove(codeHash);
        change(
                user,
                one -> new StoredUser(
                        one.network(),
                        user,
                        one.name(),
                        one.enrolled(),
                        one.suspended(),
                        one.deleted(),
                        Optional.of(expires),
                        one.identityEnded()));
    }

    @Override
    public Optional<StoredUser> invitedBy(Bytes codeHash, Instant now) {
        return Optional.ofNullable(codes.get(codeHash))
                .flatMap(user -> Optional.ofNullable(users.get(user)))
                .filter(one -> one.state() == Users.State.PENDING)
                .filter(one -> one.invitationExpires().filter(now::isBefore).isPresent());
    }

    @Override
    public boolean countEvaluation(Bytes codeHash, long most) {
        return codes.containsKey(codeHash)
                && evaluations.merge(codeHash, 1, (before, one) -> (int) Math.min(most + 1, before + one)) <= most;
    }

    @Override
    public Optional<StoredUser> takeInvitation(Bytes codeHash, Instant now) {
        var invited = invitedBy(codeHash, now);
        if (invited.isPresent()) {
            codes.remove(codeHash);
        }
        return invited;
    }

    @Override
    public boolean enrol(UserId user, Bytes identityKey) {
        var before = Optional.ofNullable(users.get(user)).filter(one -> one.state() == Users.State.PENDING);
        before.ifPresent(one -> change(
                user,
                it -> new StoredUser(
                        it.network(),
                        user,
                        it.name(),
                        true,
                        it.suspended(),
                        it.deleted(),
                        it.invitationExpires(),
                        it.identityEnded())));
        return before.isPresent();
    }

    @Override
    public void suspend(UserId user, Instant at) {
        suspended(user, true);
    }

    @Override
    public void resume(UserId user) {
        suspended(user, false);
    }

    @Override
    public void endIdentity(UserId user, Instant at) {
        codes.values().removeIf(user::equals);
        change(
                user,
                one -> new StoredUser(
                        one.network(), user, one.name(), false, false, false, Optional.empty(), Optional.of(at)));
    }

    @Override
    public void delete(UserId user, Instant at) {
        codes.values().removeIf(user::equals);
        change(
                user,
                one -> new StoredUser(
                        one.network(),
                        user,
                        one.name(),
                        false,
                        one.suspended(),
                        true,
                        Optional.empty(),
                        Optional.empty()));
    }

    private void suspended(UserId user, boolean suspended) {
        change(
                user,
                one -> new StoredUser(
                        one.network(),
                        user,
                        one.name(),
                        one.enrolled(),
                        suspended,
                        one.deleted(),
                        one.invitationExpires(),
                        one.identityEnded()));
    }

    private void change(UserId user, UnaryOperator<StoredUser> change) {
        users.computeIfPresent(user, (id, before) -> change.apply(before));
    }

    private Stream<StoredUser> of(NetworkId network) {
        return users.values().stream()
                .filter(one -> one.network().equals(network))
                .sorted(Comparator.comparing(StoredUser::name));
    }

    private static boolean isActive(StoredUser user) {
        return user.state() == Users.State.ACTIVE;
    }
}
