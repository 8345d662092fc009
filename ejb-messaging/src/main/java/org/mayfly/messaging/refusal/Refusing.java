package org.mayfly.messaging.refusal;

import java.util.Optional;

/** An exception that may be one a client can handle: what a transport tells then is a refusal, not a bug. */
public interface Refusing {

    /** Empty: it is a bug. */
    Optional<Refusal> asRefusal();
}
