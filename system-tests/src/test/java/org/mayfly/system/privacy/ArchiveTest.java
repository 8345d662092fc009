package org.mayfly.system.privacy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.mayfly.system.Installation;
import org.mayfly.system.promise.Verifies;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server runs holds no code of a client: it could not open an envelope if it had the keys. */
class ArchiveTest {

    /** As class files and their constant pools write it. */
    private static final String CLIENT = "org/mayfly/protocol/client/";

    /** What no opening can do without: RFC 9180, section 4, the library that has it too, and docs/protocol.md. */
    private static final List<String> OPENING = List.of("HPKE-v1", "org/bouncycastle/crypto/hpke", "msgr/v1/wrap");

    @Test
    @Verifies(value = "P4.1", parts = "server", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_class_of_the_server_can_open_an_envelope(TestReporter report) throws Exception {
        var server = classes(Installation.running().home().resolve("mayfly.ear"));
        assertThat(server)
                .as("the server's own classes are looked at")
                .containsKey("org/mayfly/messaging/user/Users.class");
        assertThat(server.keySet()).noneMatch(name -> name.startsWith(CLIENT));
        assertThat(server.entrySet())
                .filteredOn(entry -> entry.getKey().startsWith("org/mayfly/"))
                .noneMatch(entry -> names(entry, CLIENT) || OPENING.stream().anyMatch(text -> names(entry, text)));

        var client = classes(placeOf(org.mayfly.protocol.client.StoredDevice.class));
        assertThat(client.keySet()).anyMatch(name -> name.startsWith(CLIENT));
        assertThat(client.entrySet())
                .anyMatch(entry -> names(entry, CLIENT))
                .anyMatch(entry -> names(entry, "HPKE-v1"))
                .anyMatch(entry -> names(entry, "msgr/v1/wrap"));
        report.publishEntry(
                "evidence",
                server.size()
                        + " classes of mayfly.ear: none of the client's, none of Mayfly that names HPKE or a wrap; the client's "
                        + client.size() + " classes, searched likewise, have both");
    }

    private static boolean names(Map.Entry<String, byte[]> entry, String text) {
        return new String(entry.getValue(), StandardCharsets.ISO_8859_1).contains(text);
    }

    private static Path placeOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** All classes in an archive and in the archives in it, or in a folder; by their path. */
    private static Map<String, byte[]> classes(Path place) throws IOException {
        var found = new TreeMap<String, byte[]>();
        if (Files.isRegularFile(place)) {
            try (var in = Files.newInputStream(place)) {
                collect(in, found);
            }
            return found;
        }
        try (var files = Files.walk(place)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                found.put(place.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static void collect(InputStream archive, Map<String, byte[]> found) throws IOException {
        var zip = new ZipInputStream(archive);
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            var name = entry.getName();
            if (name.endsWith(".jar") || name.endsWith(".war")) {
                collect(new ByteArrayInputStream(zip.readAllBytes()), found);
            } else if (name.endsWith(".class")) {
                found.put(name.replaceFirst("^WEB-INF/classes/", ""), zip.readAllBytes());
            }
        }
    }
}
