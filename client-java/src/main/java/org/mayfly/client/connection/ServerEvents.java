package org.mayfly.client.connection;

import org.mayfly.client.problem.Problem;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.DevicesChanged;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeysLow;

/** What a server says on its own account. Called in order by one thread at a time; must not block. */
public interface ServerEvents {

    void delivered(Deliver envelope);

    /** All that waited at log-in has been delivered. */
    void drained();

    void policyChanged(PolicyInForce policy);

    void prekeysLow(PrekeysLow low);

    /** A user of the network has a newer device list. */
    default void devicesChanged(DevicesChanged changed) {}

    /** Last call; not made after {@link Connection#close()}. */
    void lost(Problem why);
}
