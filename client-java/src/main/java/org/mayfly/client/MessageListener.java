package org.mayfly.client;

import org.mayfly.client.problem.Problem;
import org.mayfly.protocol.value.MessageId;

/** What an application hears. Calls come one at a time from a thread of the client's own. */
public interface MessageListener {

    /** Once for each message, ever; it is erased from the store when this returns. */
    void received(Message message);

    void warned(AuthenticationWarning warning);

    /** An own message is stored on a device of its recipient. */
    default void delivered(MessageId id) {}

    /** The connection ended; the client dials again by itself where that can help. */
    default void disconnected(Problem why) {}
}
