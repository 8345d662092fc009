package org.mayfly.system.secrecy;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.mayfly.client.Enrolment;
import org.mayfly.client.Joining;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.account.Proof;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.SecretBytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Java client in a process of its own that enrols, lets a second device join and removes it again, and writes its heap down
 * after the enrolment, while the account is open for the removal, and after it: garbage included.
 */
final class IdentityProcess {

    static final String FIRST = "first";
    static final String SECOND = "second";

    /** The heaps, in the folder of the homes. */
    enum Heap {
        ENROLLED,
        REVOKING,
        REVOKED;

        Path in(Path folder) {
            return folder.resolve(name() + ".hprof");
        }
    }

    private final URI server;
    private final ServerTrust trust;
    private final AccountNames names;
    private final String passphrase;
    private final Path folder;

    private IdentityProcess(String[] arguments) {
        server = URI.create(arguments[0]);
        trust = ServerTrust.onlyFile(Path.of(arguments[1]));
        names = new AccountNames(arguments[2], arguments[3]);
        passphrase = arguments[4];
        folder = Path.of(arguments[5]);
    }

    /** @param arguments server, certificate authority, network, user, passphrase, folder for homes and heaps, invitation */
    public static void main(String[] arguments) {
        var process = new IdentityProcess(arguments);
        process.enrol(arguments[6]);
        process.write(Heap.ENROLLED);
        process.revoke(process.join());
        process.write(Heap.REVOKED);
    }

    private void enrol(String invitation) {
        try (var secret = secret()) {
            var unused = new Enrolment(server, trust, invitation, names.user(), false)
                    .carryOut(folder.resolve(FIRST), secret, Surroundings.ofThisMachine());
        }
    }

    private DeviceId join() {
        var home = folder.resolve(SECOND);
        try (var secret = secret()) {
            var unused = new Joining(server, trust, names, Optional.of("Second"), false)
                    .carryOut(home, new Proof.OfPassphrase(secret), secret, Surroundings.ofThisMachine());
        }
        try (var second = MayflyClient.open(home);
                var first = MayflyClient.open(folder.resolve(FIRST))) {
            first.connect();
            first.devices().approve(second.deviceCode());
            return DeviceId.parse(second.status().device());
        }
    }

    private void revoke(DeviceId device) {
        try (var first = MayflyClient.open(folder.resolve(FIRST));
                var secret = secret()) {
            first.connect();
            first.devices().withAccount(new Proof.OfPassphrase(secret), account -> {
                write(Heap.REVOKING);
                account.revoke(device);
                return account;
            });
        }
    }

    private SecretBytes secret() {
        return SecretBytes.takeOver(passphrase.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Heap heap) {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpHeap(heap.in(folder).toString(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
