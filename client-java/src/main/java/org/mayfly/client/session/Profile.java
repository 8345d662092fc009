package org.mayfly.client.session;

import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Keys;
import org.mayfly.client.store.Shelf;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.net.URI;
import java.util.Optional;

/**
 * Where this device is at home.
 *
 * @param unfinished the body of an enrolment whose answer was not heard
 */
public record Profile(
        URI server,
        ServerTrust trust,
        NetworkId network,
        String networkName,
        UserId user,
        String userName,
        Optional<String> unfinished) {

    public Profile finished() {
        return new Profile(server, trust, network, networkName, user, userName, Optional.empty());
    }

    public static Optional<Profile> read(FileStore store) {
        return store.kept(Shelf.PROFILE, Keys.ONLY)
                .map(in -> new Profile(
                        URI.create(in.text()),
                        new ServerTrust(optional(in)),
                        new NetworkId(in.bytes()),
                        in.text(),
                        in.user(),
                        in.text(),
                        optional(in)));
    }

    public Keep keep() {
        var out = new FieldWriter().text(server.toString());
        optional(out, trust.pem());
        out.bytes(network.value()).text(networkName).user(user).text(userName);
        optional(out, unfinished);
        return new Keep(Shelf.PROFILE, Keys.ONLY, Bytes.of(out.toArray()));
    }

    private static Optional<String> optional(FieldReader in) {
        return in.flag() ? Optional.of(in.text()) : Optional.empty();
    }

    private static void optional(FieldWriter out, Optional<String> text) {
        out.flag(text.isPresent());
        text.ifPresent(out::text);
    }
}
