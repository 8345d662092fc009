package org.mayfly.client.trust;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkFailureTest {

    private static final URI SERVER = URI.create("https://relay.test");

    @Test
    void a_handshake_cut_short_by_a_dying_server_is_a_failure_that_passes() {
        var failure = handshake(new EOFException("SSL peer shut down incorrectly"));
        assertThat(NetworkFailure.of(SERVER, failure).code()).isEqualTo("unreachable");
    }

    @Test
    void a_certificate_turned_down_is_told_apart() {
        var failure = handshake(new CertificateException("no path"));
        assertThat(NetworkFailure.of(SERVER, failure).code()).isEqualTo("untrusted-certificate");
    }

    private static IOException handshake(Exception cause) {
        var failure = new SSLHandshakeException("handshake");
        var unused = failure.initCause(cause);
        return new IOException(failure);
    }
}
