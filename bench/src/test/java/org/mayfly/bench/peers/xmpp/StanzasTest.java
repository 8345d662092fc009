package org.mayfly.bench.peers.xmpp;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class StanzasTest {

    private static final String STREAM = "<?xml version='1.0'?><stream:stream to=\"a>b\">"
            + "<stream:features><a x='/>'/><b></b></stream:features><r/><message><body>1 &gt; 0</body></message>";
    private static final List<String> FOUND = List.of(
            "<stream:features><a x='/>'/><b></b></stream:features>",
            "<r/>",
            "<message><body>1 &gt; 0</body></message>");

    private final List<String> found = new ArrayList<>();
    private final Stanzas stanzas =
            new Stanzas((data, from, to) -> found.add(new String(data, from, to - from, StandardCharsets.UTF_8)));

    /** As a link does it: what is not used up stays at the beginning. */
    private void feed(String text, int step) {
        var in = new byte[text.length()];
        int length = 0;
        for (int at = 0; at < text.length(); at += step) {
            var part = text.substring(at, Math.min(text.length(), at + step)).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(part, 0, in, length, part.length);
            length += part.length;
            int used = stanzas.accept(in, length);
            length -= used;
            System.arraycopy(in, used, in, 0, length);
        }
    }

    @Test
    void stanzas_are_found_in_one_piece() {
        feed(STREAM, STREAM.length());
        assertThat(found).isEqualTo(FOUND);
    }

    @Test
    void stanzas_are_found_wherever_the_network_cuts() {
        for (int step = 1; step < 40; step++) {
            var each = new StanzasTest();
            each.feed(STREAM, step);
            assertThat(each.found).as("cut every %d bytes", step).isEqualTo(FOUND);
        }
    }

    @Test
    void the_end_of_the_stream_is_noticed() {
        feed(STREAM, 7);
        assertThat(stanzas.isEnded()).isFalse();
        feed("</stream:stream>", 7);
        assertThat(stanzas.isEnded()).isTrue();
    }
}
