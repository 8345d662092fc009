package org.mayfly.system.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something to look for, in every form it could hide in: raw, UTF-16 (both orders), hexadecimal (both cases), base64 and
 * base64url in the three alignments.
 *
 * @param name for reports; never the content
 * @param forms name of the encoding to the bytes it gives, each at least 4 long
 */
record Needle(String name, Map<String, byte[]> forms) {

    static Needle text(String name, String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        var forms = bytes(name, utf8).forms();
        forms.put("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
        forms.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
        return new Needle(name, forms);
    }

    static Needle bytes(String name, byte[] content) {
        if (content.length < 8) {
            throw new IllegalArgumentException("a needle under 8 bytes is found by chance");
        }
        var forms = new LinkedHashMap<String, byte[]>();
        var hex = HexFormat.of().formatHex(content);
        forms.put("raw", content);
        forms.put("hex", ascii(hex));
        forms.put("HEX", ascii(hex.toUpperCase(Locale.ROOT)));
        for (int shift = 0; shift < 3; shift++) {
            var standard = aligned(Base64.getEncoder().withoutPadding(), content, shift);
            var url = aligned(Base64.getUrlEncoder().withoutPadding(), content, shift);
            forms.put("base64+" + shift, standard);
            if (!Arrays.equals(standard, url)) {
                forms.put("base64url+" + shift, url);
            }
        }
        return new Needle(name, forms);
    }

    /** The characters of the encoding that depend on nothing but the content, when `shift` bytes stand before it. */
    private static byte[] aligned(Base64.Encoder encoder, byte[] content, int shift) {
        var shifted = new byte[shift + content.length];
        System.arraycopy(content, 0, shifted, shift, content.length);
        var text = encoder.encode(shifted);
        var from = shift == 0 ? 0 : shift + 1;
        var to = shifted.length * 8 / 6;
        return Arrays.copyOfRange(text, from, to);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static List<Needle> texts(Map<String, String> named) {
        var needles = new ArrayList<Needle>();
        named.forEach((name, text) -> needles.add(text(name, text)));
        return needles;
    }
}
