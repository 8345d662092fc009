package org.mayfly.client.session;

import org.mayfly.protocol.wire.LoggedIn;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.Map;
import java.util.Objects;

/** Renewal of this device's one-time keys, each type for itself. On the session's thread only. */
final class Renewals {

    private final Map<PrekeyType, Renewal> renewals;

    Renewals(Desk desk) {
        this.renewals = Map.of(
                PrekeyType.PREKEY_TYPE_P521, new Renewal(desk, PrekeyType.PREKEY_TYPE_P521),
                PrekeyType.PREKEY_TYPE_MLKEM1024, new Renewal(desk, PrekeyType.PREKEY_TYPE_MLKEM1024));
    }

    /** How many keys of a type others can claim. */
    int left(PrekeyType type) {
        return of(type).left();
    }

    boolean isIdle() {
        return renewals.values().stream().allMatch(Renewal::isIdle);
    }

    void connected(LoggedIn loggedIn, Line line) {
        heard(PrekeyType.PREKEY_TYPE_P521, loggedIn.getPrekeysLeft(), line);
        heard(PrekeyType.PREKEY_TYPE_MLKEM1024, loggedIn.getKemPrekeysLeft(), line);
    }

    /** A type of a later version is passed over. */
    void heard(PrekeyType type, int left, Line line) {
        if (renewals.containsKey(type)) {
            of(type).heard(left, line);
        }
    }

    void disconnected() {
        renewals.values().forEach(Renewal::disconnected);
    }

    private Renewal of(PrekeyType type) {
        return Objects.requireNonNull(renewals.get(type));
    }
}
