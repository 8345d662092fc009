package org.mayfly.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContentSecurityPolicyTest {
    @Test
    void by_itself_nothing_may_be_loaded_sent_framed_or_run() {
        assertThat(ContentSecurityPolicy.STRICT.text())
                .isEqualTo("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    @Test
    void an_archive_widens_it_directive_by_directive() {
        assertThat(ContentSecurityPolicy.STRICT
                        .with("  script-src 'self';\n form-action 'self'; ;")
                        .text())
                .isEqualTo("default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                        + " script-src 'self'");
    }

    @Test
    void a_directive_without_sources_stays() {
        assertThat(ContentSecurityPolicy.parse("upgrade-insecure-requests").text())
                .isEqualTo("upgrade-insecure-requests");
    }
}
