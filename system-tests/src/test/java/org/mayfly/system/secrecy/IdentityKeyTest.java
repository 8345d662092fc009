package org.mayfly.system.secrecy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.vault.Vault;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.client.vault.VaultStep;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;
import org.mayfly.system.secrecy.IdentityProcess.Heap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The identity's private key is on a device while it enrols, or changes the list of devices; at no other time. */
class IdentityKeyTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final int SHELVES = 256;
    private static final int UNUSED_SHELF = 255;

    /** A number of the JVM's has no zeros in front. */
    private static final int LEADING = 2;

    @TempDir
    private Path folder;

    @Test
    @Verifies(value = "P1.5", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_heap_and_no_file_holds_the_identity_key_but_while_the_account_is_open(TestReporter report)
            throws Exception {
        assumeThat(CryptoProvider.preferred().name())
                .as("what Bouncy Castle leaves behind is a known issue")
                .isEqualTo("AmazonCorrettoCryptoProvider");
        var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("identity"), folder);
        var passphrase = TestNetwork.unique("passphrase");
        var invitation = network.invite("ada").getFragment().substring("invitation=".length());
        run(network.name(), "ada", passphrase, invitation);

        var scalar = StolenBundle.identityScalar(INSTALLATION, network.name(), "ada", passphrase);
        var search = search(scalar);
        assertThat(search.in(Heap.REVOKING.in(folder)))
                .as("control: it is found while the account is open")
                .isNotEmpty();
        for (var heap : List.of(Heap.ENROLLED, Heap.REVOKED)) {
            assertThat(search.in(heap.in(folder))).as(heap.name()).isEmpty();
        }
        var records = 0;
        for (var device : List.of(IdentityProcess.FIRST, IdentityProcess.SECOND)) {
            var home = folder.resolve(device);
            assertThat(search.in(home)).as(device).isEmpty();
            var opened = opened(home);
            records += opened.records();
            assertThat(search.in(opened.file())).as("its records, opened").isEmpty();
            controlIn(home, search, scalar);
        }
        report.publishEntry(
                "evidence",
                "an identity's private key: in no file of its two devices, in none of their " + records
                        + " records, opened, and neither in the heap after the enrolment nor in that after a removal,"
                        + " garbage included; found in the heap while the account was open, and where it was planted");
    }

    /** Planted in a file, and as a record, it is found. */
    private void controlIn(Path home, StoreSearch search, byte[] scalar) throws Exception {
        var planted = Files.write(home.resolve("planted"), scalar);
        assertThat(search.in(home)).extracting(Found::file).containsOnly(planted);
        Files.delete(planted);
        try (var taken = VaultFolder.take(home);
                var vault = open(taken)) {
            vault.commit(new VaultStep().put(UNUSED_SHELF, Bytes.empty(), scalar.clone()));
        }
        assertThat(search.in(home)).as("sealed").isEmpty();
        assertThat(search.in(opened(home).file())).as("opened").isNotEmpty();
    }

    /** Both ways round, and without what stands in front. */
    private static StoreSearch search(byte[] scalar) {
        var number = Arrays.copyOfRange(scalar, LEADING, scalar.length);
        var reversed = new byte[number.length];
        for (int i = 0; i < number.length; i++) {
            reversed[i] = number[number.length - 1 - i];
        }
        return StoreSearch.forBytes(Map.of("the key", number, "the key, the lowest byte first", reversed));
    }

    /** All that a device keeps. */
    private record Opened(Path file, int records) {}

    private Opened opened(Path home) throws Exception {
        var file = Files.createTempFile(folder, "opened", ".bin");
        var records = 0;
        try (var taken = VaultFolder.take(home);
                var vault = open(taken);
                var out = Files.newOutputStream(file)) {
            for (int shelf = 0; shelf < SHELVES; shelf++) {
                for (var key : vault.keys(shelf)) {
                    out.write(key.toArray());
                    out.write(vault.read(shelf, key).orElseThrow());
                    records++;
                }
            }
        }
        assertThat(records).as("control: there are one-time keys at least").isGreaterThan(100);
        return new Opened(file, records);
    }

    private static Vault open(VaultFolder folder) {
        return folder.open(
                () -> {
                    throw new IllegalStateException("not locked");
                },
                new SecureRandom());
    }

    private void run(String network, String user, String passphrase, String invitation) throws Exception {
        var output = folder.resolve("client.txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdentityProcess.class.getName(),
                        INSTALLATION.publicUrl().toString(),
                        INSTALLATION.certificateAuthority().toString(),
                        network,
                        user,
                        passphrase,
                        folder.toString(),
                        invitation)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        } finally {
            process.destroy();
        }
    }
}
