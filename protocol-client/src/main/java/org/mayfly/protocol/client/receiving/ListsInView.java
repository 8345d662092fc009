package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.client.KnownList;
import org.mayfly.protocol.client.OwnIdentity;
import org.mayfly.protocol.value.UserId;

import java.util.Optional;
import java.util.stream.Stream;

/** The device lists that one envelope is judged by; newer ones are fetched where the judging asks for them. */
public interface ListsInView {

    OwnIdentity own();

    /** What is known of a user's lists; empty where no identity can be trusted, or none is there. */
    Optional<KnownList> of(UserId user);

    /** Fetches a user's newest list, once an envelope. Whether there is news. */
    boolean refresh(UserId user);

    /** The users this device knows, then all others of the network. */
    Stream<UserId> people();
}
