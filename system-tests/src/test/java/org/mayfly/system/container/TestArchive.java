package org.mayfly.system.container;

import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ExplodedImporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.mayfly.protocol.client.StoredDevice;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The release's enterprise archive, byte for byte, with the tests as one more web archive. */
final class TestArchive {
    static final String CONTEXT_ROOT = "/in-container";

    private static final String MODULE = """
              <module>
                <web>
                  <web-uri>in-container.war</web-uri>
                  <context-root>%s</context-root>
                </web>
              </module>
            """.formatted(CONTEXT_ROOT);

    private TestArchive() {}

    /** The enterprise archive that an installation deploys. */
    static Path release(Path home) {
        return home.resolve("mayfly.ear");
    }

    static EnterpriseArchive assembled() {
        try {
            EnterpriseArchive archive = ShrinkWrap.create(ZipImporter.class, "mayfly-in-container.ear")
                    .importFrom(release(Installation.running().home()).toFile())
                    .as(EnterpriseArchive.class);
            String descriptor = text(archive, "/META-INF/application.xml");
            String library = "<library-directory>";
            Assertions.assertThat(descriptor).containsOnlyOnce(library);
            archive.delete("/META-INF/application.xml");
            archive.setApplicationXML(new StringAsset(descriptor.replace(library, MODULE + library)));
            return archive.addAsModule(Testable.archiveToTest(tests()));
        } catch (IOException e) {
            throw new IllegalStateException("the release could not be read", e);
        }
    }

    private static WebArchive tests() throws IOException {
        return ShrinkWrap.create(WebArchive.class, "in-container.war")
                .addPackage(TestArchive.class.getPackage())
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsLibraries(library("protocol-client.jar", StoredDevice.class))
                .addAsLibraries(library("assertj.jar", Assertions.class));
    }

    /** What a class was loaded from: a jar, or in a build that has not packaged yet, a folder. */
    private static JavaArchive library(String name, Class<?> member) throws IOException {
        try {
            Path from = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Files.isDirectory(from)
                    ? ShrinkWrap.create(ExplodedImporter.class, name)
                            .importDirectory(from.toFile())
                            .as(JavaArchive.class)
                    : ShrinkWrap.create(ZipImporter.class, name)
                            .importFrom(from.toFile())
                            .as(JavaArchive.class);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static String text(EnterpriseArchive archive, String path) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(archive.get(path).getAsset(), path).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
