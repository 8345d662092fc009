package org.mayfly.messaging.policy;

import org.mayfly.messaging.access.Actor;
import org.mayfly.protocol.value.NetworkId;

import jakarta.ejb.Local;

/** Reads and sets policies. A change is an audit event with before and after, and reaches connected devices. */
@Local
public interface Policies {

    /** For administrators of the network and its devices. */
    EphemeralityPolicy of(Actor actor, NetworkId network);

    /**
     * Sets all values; the version of the argument is ignored. After the commit {@link PolicyChanged} is fired.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden, unknown-network, policy-out-of-range
     */
    EphemeralityPolicy set(Actor actor, NetworkId network, EphemeralityPolicy policy);

    /** CDI event, fired after the commit. */
    record PolicyChanged(NetworkId network, EphemeralityPolicy policy) {}
}
