package org.mayfly.client.relay;

import org.mayfly.client.Enrolment;
import org.mayfly.client.Joining;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.account.Proof;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** People with several devices, each a folder, at one {@link MemoryRelay}. Everybody has the same passphrase. */
public record Household(Path homes, ShiftedClock clock, MemoryRelay relay, Surroundings surroundings) {

    private static final String PASSPHRASE = "otter marble quiet lantern seven";

    public static Household in(Path homes) {
        var clock = new ShiftedClock();
        var relay = new MemoryRelay(clock);
        return new Household(
                homes,
                clock,
                relay,
                new Surroundings(
                        clock,
                        CryptoProvider.preferred(),
                        RandomSource.of(CryptoProvider.preferred()),
                        (server, trust) -> new Surroundings.Network(relay, relay)));
    }

    /** The first device of a person. */
    public void enrol(String user, String home) {
        enrol(user, relay.invite(user), home);
    }

    /** Of a person whose identity was ended, under another one. */
    public void enrolAgain(String user, String home) {
        enrol(user, relay.inviteAgain(user), home);
    }

    private void enrol(String user, String invitation, String home) {
        try (var passphrase = passphrase()) {
            var unused = new Enrolment(MemoryRelay.ADDRESS, ServerTrust.machine(), invitation, user, false)
                    .carryOut(homes.resolve(home), passphrase, surroundings);
        }
    }

    /** A further one, which no other has to approve. */
    public void join(String user, String home) {
        try (var passphrase = passphrase()) {
            var unused = new Joining(
                            MemoryRelay.ADDRESS,
                            ServerTrust.machine(),
                            new AccountNames(MemoryRelay.NETWORK_NAME, user),
                            Optional.of(home),
                            false)
                    .carryOut(homes.resolve(home), new Proof.OfPassphrase(passphrase), passphrase, surroundings);
        }
    }

    public MayflyClient open(String home) {
        return MayflyClient.open(homes.resolve(home), Household::passphrase, surroundings);
    }

    /** By a connected device of the same person, or by itself. */
    public void revoke(MayflyClient by, MayflyClient device) {
        var id = DeviceId.parse(device.status().device());
        try (var passphrase = passphrase()) {
            var unused = by.devices().revoke(id, new Proof.OfPassphrase(passphrase));
        }
    }

    private static SecretBytes passphrase() {
        return SecretBytes.takeOver(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
    }
}
