package org.mayfly.system.container;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.protocol.servlet5.ServletMethodExecutor;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * The running installation as Arquillian's container. The test archive takes the release's place, once for all test
 * classes inside the server; before any other class the release is put back, ready to serve. Tests are sequential.
 *
 * <p>Payara's own adapter wants a listener without TLS, which Mayfly's domain does not have.
 */
public final class InstalledContainer implements DeployableContainer<InstalledContainer.Configuration> {
    private static final SSLSocketFactory USUAL = HttpsURLConnection.getDefaultSSLSocketFactory();

    private static boolean testArchiveInPlace;

    /** Nothing is set: all is known from the installation. */
    public static final class Configuration implements ContainerConfiguration {
        @Override
        public void validate() {
            // Nothing can be wrong.
        }
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 5.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        Installation installation = Installation.running();
        try {
            if (!testArchiveInPlace) {
                putInPlace(installation, archive);
            }
        } catch (IOException e) {
            throw new DeploymentException("the test archive was not deployed", e);
        }
        var address = installation.publicUrl();
        return new ProtocolMetaData()
                .addContext(new HTTPContext(address.getHost(), address.getPort())
                        .add(new Servlet(ServletMethodExecutor.ARQUILLIAN_SERVLET_NAME, TestArchive.CONTEXT_ROOT)));
    }

    private static void putInPlace(Installation installation, Archive<?> archive) throws IOException {
        Path folder = Files.createTempDirectory("in-container");
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile());
        testArchiveInPlace = true;
        try {
            replaceApplication(installation, file);
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
        // Arquillian's protocol opens its connections in the JDK's default way.
        HttpsURLConnection.setDefaultSSLSocketFactory(
                installation.client().sslContext().getSocketFactory());
    }

    /** Leaves it in place: the next class may want it too. {@link #putReleaseBack} is called before anybody else's. */
    @Override
    public void undeploy(Archive<?> archive) {
        // See above.
    }

    /** Undoes {@link #deploy}, if need be; returns when requests are served. */
    static void putReleaseBack() throws IOException {
        if (testArchiveInPlace) {
            HttpsURLConnection.setDefaultSSLSocketFactory(USUAL);
            Installation installation = Installation.running();
            replaceApplication(installation, TestArchive.release(installation.home()));
            testArchiveInPlace = false;
        }
    }

    private static void replaceApplication(Installation installation, Path file) throws IOException {
        try {
            Control.of(installation).command("deploy", "--name=mayfly", "--force=true", file.toString());
            installation.awaitReady();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
