package org.mayfly.client;

import java.util.Optional;

/**
 * How a device stands.
 *
 * @param prekeysLeft one-time keys at the server that others can claim; known while connected
 * @param waiting own messages in the outbox
 * @param unshown received messages that were not shown
 */
public record Status(
        String user,
        String network,
        String server,
        String device,
        boolean connected,
        Optional<Integer> prekeysLeft,
        long waiting,
        long unshown) {}
