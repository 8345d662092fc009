package org.mayfly.client;

import java.util.Optional;

/**
 * How a device stands.
 *
 * @param prekeysLeft one-time keys of type P-521 at the server that others can claim; known while connected
 * @param kemPrekeysLeft the same of type ML-KEM-1024
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
        Optional<Integer> kemPrekeysLeft,
        long waiting,
        long unshown) {}
