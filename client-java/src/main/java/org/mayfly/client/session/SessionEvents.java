package org.mayfly.client.session;

import org.mayfly.client.problem.Problem;
import org.mayfly.protocol.value.MessageId;

/** What happens in a session. Called on its thread: must not block, must not call back into the session and wait. */
public interface SessionEvents {

    /** Something to show arrived: a message or a warning. */
    void arrived();

    void accepted(MessageId id);

    /** No one-time key of the recipient is left: it goes out when there is one. */
    void waiting(MessageId id);

    void failed(MessageId id, Problem why);

    /** Stored on a device of the recipient. */
    void delivered(MessageId id);

    /** From now on all that waited at log-in is received, and all that can be sent now was sent. */
    void settled();

    void lost(Problem why);
}
