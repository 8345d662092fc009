package org.mayfly.endpoint.delivery;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Fails when a new Payara brings a Tyrus that the mend no longer fits. */
class TyrusMendTest {

    @Test
    void the_tyrus_of_this_payara_still_has_the_timer_that_is_replaced() throws Exception {
        try (var payara = new URLClassLoader(tyrus(), getClass().getClassLoader())) {
            var container = payara.loadClass("org.glassfish.tyrus.server.TyrusServerContainer");
            assertThat(TyrusMend.field(container)).isPresent();
        }
    }

    @Test
    void the_control_notices_a_container_that_is_not_tyrus() {
        assertThat(TyrusMend.field(Object.class)).isEmpty();
    }

    private static URL[] tyrus() throws IOException {
        try (var jars = Files.list(Path.of(System.getProperty("payara.modules")))) {
            var urls = jars.map(TyrusMendTest::url).toArray(URL[]::new);
            assertThat(urls).isNotEmpty();
            return urls;
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
