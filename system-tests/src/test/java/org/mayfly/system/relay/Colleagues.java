package org.mayfly.system.relay;

import org.mayfly.client.Enrolment;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.rest.Administration;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A new network with enrolled people, each with a client of the SDK, not connected. */
final class Colleagues implements AutoCloseable {

    private final Installation installation;
    private final Path homes;
    private final Map<String, MayflyClient> clients = new HashMap<>();

    private Colleagues(Installation installation, Path homes) {
        this.installation = installation;
        this.homes = homes;
    }

    /** @param homes where the clients' stores are made */
    static Colleagues enrol(Installation installation, Path homes, List<String> names)
            throws IOException, InterruptedException {
        var colleagues = new Colleagues(installation, homes);
        var surroundings = Surroundings.ofThisMachine();
        var trust = ServerTrust.onlyFile(installation.certificateAuthority());
        var http = surroundings.network().apply(installation.publicUrl(), trust).http();
        var administration = new Administration(http, installation.createToken("relay test"));
        var network = "Relay " + UUID.randomUUID();
        administration.createNetwork(network);
        for (var name : names) {
            var code = administration.invite(network, name).path("code").asText();
            var home = homes.resolve(name);
            var passphrase = SecretBytes.takeOver("umbrella-violet-anchor-93".getBytes(StandardCharsets.UTF_8));
            new Enrolment(installation.publicUrl(), trust, code, name, false).carryOut(home, passphrase, surroundings);
            colleagues.clients.put(name, MayflyClient.open(home));
        }
        return colleagues;
    }

    MayflyClient client(String name) {
        return Objects.requireNonNull(clients.get(name));
    }

    /** Ends a person's client; the next one opens the same store. */
    void leave(String name) {
        client(name).close();
        clients.put(name, MayflyClient.open(homes.resolve(name)));
    }

    UUID device(String name) {
        return UUID.fromString(client(name).status().device());
    }

    /** What a statement with one parameter, the person's device, counts in the database. */
    long count(String statement, String name) throws IOException, SQLException {
        try (var database = installation.database();
                var query = database.prepareStatement(statement)) {
            query.setObject(1, device(name));
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Override
    public void close() {
        clients.values().forEach(MayflyClient::close);
    }
}
