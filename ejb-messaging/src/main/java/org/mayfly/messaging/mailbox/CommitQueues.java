package org.mayfly.messaging.mailbox;

import jakarta.ejb.Local;

/** Where the queue of this server is to be had: asked for once, used without the container in between. */
@Local
public interface CommitQueues {

    /** Always the same; works until the application stops. */
    CommitQueue own();
}
