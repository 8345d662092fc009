package org.mayfly.client.session;

import org.mayfly.client.mail.Outbox;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What becomes of a colleague's changed identity. Of one whose safety number was compared, the person decides before
 * anything is sent or received. Of others the network's policy may let the change pass, and the person is told; but the
 * policy is the server's word, so what was written before the change waits for the person's decision all the same. On the
 * session's thread only.
 */
final class IdentityChanges {

    private final Desk desk;
    private final Mail mail;
    private final BooleanSupplier blocks;
    private final SessionEvents events;

    IdentityChanges(Desk desk, Mail mail, BooleanSupplier blocks, SessionEvents events) {
        this.desk = desk;
        this.mail = mail;
        this.blocks = blocks;
        this.events = events;
    }

    /** The number by which an undecided identity is known: told apart from one that was shown before. */
    Optional<String> open(UserId user) {
        return desk.protocol().changedSafetyNumber(user);
    }

    /** Whether the two compared the number that is in force. */
    boolean isVerified(UserId user) {
        return desk.store()
                .kept(Shelf.VERIFIED, user.value())
                .map(FieldReader::text)
                .filter(number -> desk.protocol().safetyNumber(user).equals(Optional.of(number)))
                .isPresent();
    }

    /** To be committed with what the number brings in force. */
    Change verified(UserId user, String number) {
        var record = new FieldWriter().text(number).toArray();
        return new Keep(Shelf.VERIFIED, user.value(), Bytes.of(record));
    }

    /**
     * After a list was looked at.
     *
     * @param before what was open then
     * @return whether the identity is in force now because the policy lets it pass
     */
    boolean settle(UserId user, Optional<String> before) {
        var now = open(user);
        if (now.isEmpty()) {
            return false;
        }
        if (!blocks.getAsBoolean() && !isVerified(user) && !hasTextsFor(user)) {
            pass(user);
            return true;
        }
        if (!now.equals(before)) {
            desk.store().commit(UnitOfWork.of(List.of(warning("identity-changed", user))));
            events.arrived();
        }
        return false;
    }

    /** Of a change that passed and that the user has not heard of. @throws ProblemException once: then it was told */
    void tellOfPassed(UserId user) {
        var untold = mail.inbox().warnings().stream()
                .filter(warning -> warning.code().equals("identity-changed-passed"))
                .filter(warning -> warning.claimed().equals(Optional.of(user)))
                .toList();
        untold.forEach(mail.inbox()::shown);
        if (!untold.isEmpty()) {
            throw ProblemException.refused("identity-changed-passed");
        }
    }

    private boolean hasTextsFor(UserId user) {
        return mail.outbox().to(user).stream().anyMatch(Outbox.Entry::text);
    }

    /** Receipts and the like for the former identity end here. */
    private void pass(UserId user) {
        var changes = new ArrayList<>(desk.protocol().acceptIdentityChange(user).changes());
        changes.add(warning("identity-changed-passed", user));
        mail.outbox().discardAll(user, changes);
        events.arrived();
    }

    private Change warning(String code, UserId user) {
        return mail.inbox().warning(code, Optional.of(user), desk.now());
    }
}
