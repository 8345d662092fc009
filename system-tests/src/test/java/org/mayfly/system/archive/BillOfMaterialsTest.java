package org.mayfly.system.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.mayfly.system.Installation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code mayfly.cdx.json} says what the archive is made of, so that a known weakness of a library can be looked up. */
class BillOfMaterialsTest {

    /** Modules of this build: they are named, and their libraries stand below them. */
    private static final Set<String> OWN = Set.of(
            "config",
            "db",
            "ejb-messaging",
            "launcher",
            "mayfly",
            "protocol",
            "protocol-client",
            "web",
            "web-admin",
            "ws-endpoint");

    private final Path home = Installation.running().home();

    private JsonNode bill() throws IOException {
        return new ObjectMapper().readTree(home.resolve("mayfly.cdx.json").toFile());
    }

    @Test
    void every_library_in_the_archive_stands_in_the_bill_of_materials_by_its_hash() throws Exception {
        var listed = new HashSet<String>();
        bill().findValues("hashes")
                .forEach(hashes -> hashes.forEach(hash -> {
                    if (hash.get("alg").textValue().equals("SHA-256")) {
                        listed.add(hash.get("content").textValue());
                    }
                }));
        var libraries = libraries();
        assertThat(libraries.keySet())
                .as("libraries of launcher, client, applications and Payara are looked at")
                .anyMatch(name -> name.startsWith("lib/postgresql-"))
                .anyMatch(name -> name.startsWith("client/lib/picocli-"))
                .anyMatch(name -> name.startsWith("mayfly.ear!web-admin.war!WEB-INF/lib/primefaces-"))
                .anyMatch(name -> name.endsWith("/modules/tyrus-core.jar"));
        assertThat(libraries)
                .allSatisfy((name, hash) -> assertThat(listed).as(name).contains(hash));
    }

    @Test
    void the_packages_bundled_into_the_browser_client_are_named_and_its_tools_are_not() throws Exception {
        var names = bill().findValuesAsText("purl");
        assertThat(names)
                .anyMatch(name -> name.startsWith("pkg:npm/lit@"))
                .anyMatch(name -> name.startsWith("pkg:npm/%40bufbuild/protobuf@"))
                .anyMatch(name -> name.startsWith("pkg:npm/hash-wasm@"))
                .anyMatch(name -> name.startsWith("pkg:generic/postgresql@"))
                .noneMatch(name -> name.startsWith("pkg:npm/esbuild@"));
    }

    /** Name and SHA-256 of every library that is not of this build. */
    private Map<String, String> libraries() throws IOException, GeneralSecurityException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                collect(home.relativize(file).toString(), file, found);
            }
        }
        return found;
    }

    private static void collect(String name, Path file, Map<String, String> found)
            throws IOException, GeneralSecurityException {
        if (name.endsWith(".jar") || name.equals("mayfly.ear")) {
            collect(name, Files.readAllBytes(file), found);
        }
    }

    private static void collect(String name, byte[] content, Map<String, String> found)
            throws IOException, GeneralSecurityException {
        if (name.endsWith(".jar") && !isOwn(name)) {
            found.put(
                    name,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } else if (name.endsWith(".ear") || name.endsWith(".war")) {
            try (var zip = new ZipInputStream(new ByteArrayInputStream(content))) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    collect(name + "!" + entry.getName(), zip.readAllBytes(), found);
                }
            }
        }
    }

    private static boolean isOwn(String name) {
        var file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!')) + 1);
        return OWN.contains(file.replaceAll("(-\\d.*)?\\.jar$", "")) && !name.contains("payara6/");
    }
}
