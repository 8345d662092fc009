package org.mayfly.system.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class StoreSearchTest {

    private static final String CANARY = "canary-ünï€q?-7f3a91";

    @TempDir
    Path folder;

    @Test
    void a_text_is_found_raw_in_utf16_and_in_hex() throws Exception {
        Files.writeString(folder.resolve("raw"), "before" + CANARY + "after");
        Files.write(folder.resolve("le"), ("x" + CANARY).getBytes(UTF_16LE));
        Files.write(folder.resolve("be"), ("x" + CANARY).getBytes(UTF_16BE));
        Files.writeString(folder.resolve("hex"), HexFormat.of().formatHex(CANARY.getBytes(UTF_8)));
        Files.writeString(folder.resolve("HEX"), HexFormat.of().withUpperCase().formatHex(CANARY.getBytes(UTF_8)));
        assertThat(search().in(folder))
                .extracting(Found::form)
                .containsExactlyInAnyOrder("raw", "UTF-16LE", "UTF-16BE", "hex", "HEX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
    void a_text_is_found_in_base64_whatever_stands_before_and_after(String before) throws Exception {
        var content = (before + CANARY + "tail").getBytes(UTF_8);
        Files.write(folder.resolve("standard"), Base64.getEncoder().encode(content));
        Files.write(folder.resolve("url"), Base64.getUrlEncoder().encode(content));
        assertThat(search().in(folder))
                .extracting(found -> found.file().getFileName().toString())
                .contains("standard", "url");
    }

    @Test
    void a_text_across_a_block_boundary_is_found_at_its_offset() throws Exception {
        for (int shift = 0; shift < 40; shift += 3) {
            var content = new byte[(8 << 20) + 100];
            var offset = (8 << 20) - shift;
            System.arraycopy(CANARY.getBytes(UTF_8), 0, content, offset, CANARY.getBytes(UTF_8).length);
            Files.write(folder.resolve("big"), content);
            assertThat(search().in(folder)).extracting(Found::offset).containsExactly((long) offset);
        }
    }

    @Test
    void nothing_is_found_where_nothing_is() throws Exception {
        Files.write(folder.resolve("empty"), new byte[0]);
        Files.writeString(folder.resolve("other"), "canary-unrelated");
        assertThat(search().in(folder)).isEmpty();
    }

    private static StoreSearch search() {
        return StoreSearch.forTexts(Map.of("canary", CANARY));
    }
}
