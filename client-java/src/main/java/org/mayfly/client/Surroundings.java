package org.mayfly.client;

import org.mayfly.client.connection.JdkSocketTransport;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.client.rest.Http;
import org.mayfly.client.rest.JdkHttp;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * What a client meets the world with: time, chance, and ways to a server.
 *
 * @param network how to reach a server under given trust
 */
public record Surroundings(
        Clock clock, CryptoProvider provider, RandomSource random, BiFunction<URI, ServerTrust, Network> network) {

    /** Both ways to one server. */
    public record Network(Http http, SocketTransport sockets) {}

    /** This machine's clock, the preferred cryptographic provider, the JDK's HTTP client. */
    public static Surroundings ofThisMachine() {
        var provider = CryptoProvider.preferred();
        return new Surroundings(Clock.systemUTC(), provider, RandomSource.of(provider), Surroundings::network);
    }

    private static Network network(URI server, ServerTrust trust) {
        var client = HttpClient.newBuilder()
                .sslContext(trust.context())
                .connectTimeout(Duration.ofSeconds(15))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new Network(new JdkHttp(client, server), new JdkSocketTransport(client));
    }
}
