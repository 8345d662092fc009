package org.mayfly.system.people;

import com.fasterxml.jackson.databind.JsonNode;
import org.mayfly.client.Enrolment;
import org.mayfly.client.Surroundings;
import org.mayfly.client.rest.Administration;
import org.mayfly.client.rest.Policy;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A network made by the API of a running installation; its people enrol with the Java client, each in a folder of its own. */
public final class TestNetwork {

    private static final Surroundings SURROUNDINGS = Surroundings.ofThisMachine();

    private final Installation installation;
    private final Administration administration;
    private final String name;
    private final Path homes;

    private TestNetwork(Installation installation, Administration administration, String name, Path homes) {
        this.installation = installation;
        this.administration = administration;
        this.name = name;
        this.homes = homes;
    }

    /** @param homes where the people's folders go */
    public static TestNetwork create(Installation installation, String name, Path homes)
            throws IOException, InterruptedException {
        var trust = ServerTrust.onlyFile(installation.certificateAuthority());
        var http = SURROUNDINGS.network().apply(installation.publicUrl(), trust).http();
        var administration = new Administration(http, installation.createToken(unique("token")));
        administration.createNetwork(name);
        return new TestNetwork(installation, administration, name, homes);
    }

    /** A name, or any other text, that stands nowhere else. */
    public static String unique(String begin) {
        var random = new byte[12];
        RandomGenerator.getDefault().nextBytes(random);
        return begin + "-" + HexFormat.of().formatHex(random);
    }

    public String name() {
        return name;
    }

    /** What the administration says of its networks. */
    public JsonNode networks() {
        return administration.networks();
    }

    /** The link by which a person joins, with a browser. */
    public URI invite(String user) {
        var code = administration.invite(name, user).path("code").asText();
        return URI.create(installation.publicUrl() + "/#invitation=" + code);
    }

    public void suspend(String user) {
        administration.suspend(name, user);
    }

    /** Ends the identity of a person. @return the code of the new invitation */
    public String endIdentity(String user) {
        return administration.endIdentity(name, user).path("code").asText();
    }

    /** The one device of a person of this network, whatever client made it. */
    public UUID device(String user) throws IOException, SQLException {
        try (var database = installation.database();
                var query = database.prepareStatement("""
                        SELECT d.id FROM device d JOIN app_user u ON u.id = d.user_id JOIN network n ON n.id = u.network_id
                        WHERE n.name = ? AND u.name = ?""")) {
            query.setString(1, name);
            query.setString(2, user);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }

    /** Leaves no one-time key of a person's device to be claimed. */
    public void takeKeysAway(String user) throws IOException, SQLException {
        var device = device(user);
        try (var database = installation.database();
                var delete = database.prepareStatement("DELETE FROM prekey WHERE device_id = ?")) {
            delete.setObject(1, device);
            if (delete.executeUpdate() == 0) {
                throw new IllegalStateException("there was none");
            }
        }
    }

    /** Lets devices that know no better use suite 0x0001. */
    public void allowClassicalSuite() {
        change("classicalSuiteAllowed", true);
    }

    /** Lets further devices in by the passphrase alone. */
    public void waiveApproval() {
        change("deviceApproval", false);
    }

    private void change(String rule, boolean value) {
        var policy = administration.policy(name).toJson().put(rule, value);
        administration.setPolicy(name, Policy.of(policy));
    }

    /** Enrols a person whose device says that it knows suite 0x0001 only. Its key needs no passphrase to open. */
    public Person enrolOlder(String user) {
        var code = administration.invite(name, user).path("code").asText();
        return new OlderDevice(installation.publicUrl(), ServerTrust.onlyFile(installation.certificateAuthority()))
                .enrol(code, homes.resolve(user), unique("passphrase"), SURROUNDINGS);
    }

    /** Enrols a person whose device key needs no passphrase to open. */
    public Person enrol(String user) {
        return enrol(user, unique("passphrase"), false);
    }

    /** Enrols a person; with {@code lock} the passphrase locks the device key. */
    public Person enrol(String user, String passphrase, boolean lock) {
        return enrol(administration.invite(name, user).path("code").asText(), user, user, passphrase, lock);
    }

    /** Enrols by the code of an invitation, in a folder of this name. */
    public Person enrolBy(String code, String user, String folder) {
        return enrol(code, user, folder, unique("passphrase"), false);
    }

    private Person enrol(String code, String user, String folder, String passphrase, boolean lock) {
        var home = homes.resolve(folder);
        try (var secret = SecretBytes.takeOver(passphrase.getBytes(StandardCharsets.UTF_8))) {
            var profile = new Enrolment(
                            installation.publicUrl(),
                            ServerTrust.onlyFile(installation.certificateAuthority()),
                            code,
                            user,
                            lock)
                    .carryOut(home, secret, SURROUNDINGS);
            return new Person(profile.userName(), profile.user(), home, passphrase, code, SURROUNDINGS);
        }
    }
}
