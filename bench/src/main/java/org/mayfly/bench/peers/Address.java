package org.mayfly.bench.peers;

import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLContext;

/**
 * Where a server listens.
 *
 * @param tls whom to trust; absent: in the clear
 */
public record Address(String host, int port, @Nullable SSLContext tls) {}
