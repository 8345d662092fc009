package org.mayfly.client.session;

import org.mayfly.client.mail.Inbox;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What becomes of a colleague's changed identity: as the network's policy says, the person decides before anything is sent,
 * or is told of it afterwards. On the session's thread only.
 */
final class IdentityChanges {

    private final Desk desk;
    private final Inbox inbox;
    private final BooleanSupplier blocks;
    private final SessionEvents events;

    IdentityChanges(Desk desk, Inbox inbox, BooleanSupplier blocks, SessionEvents events) {
        this.desk = desk;
        this.inbox = inbox;
        this.blocks = blocks;
        this.events = events;
    }

    /** The number by which an undecided identity is known: told apart from one that was shown before. */
    Optional<String> open(UserId user) {
        return desk.protocol().changedSafetyNumber(user);
    }

    /**
     * After a list was looked at.
     *
     * @param before what was open then
     * @return whether the identity is trusted now because the policy lets it pass
     */
    boolean settle(UserId user, Optional<String> before) {
        var now = open(user);
        if (now.isEmpty()) {
            return false;
        }
        if (!blocks.getAsBoolean()) {
            tell("identity-changed-passed", user, desk.protocol().acceptIdentityChange(user));
            return true;
        }
        if (!now.equals(before)) {
            tell("identity-changed", user, UnitOfWork.nothing());
        }
        return false;
    }

    private void tell(String code, UserId user, UnitOfWork unit) {
        desk.store().commit(unit.and(List.of(inbox.warning(code, Optional.of(user), desk.now()))));
        events.arrived();
    }
}
