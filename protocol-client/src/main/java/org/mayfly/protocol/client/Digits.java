package org.mayfly.protocol.client;

import org.mayfly.protocol.value.Bytes;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Hashes as people compare them: each 5 bytes as a number mod 100,000, five digits. */
final class Digits {

    private static final int GROUP_BYTES = 5;

    private Digits() {}

    /** Groups from the first bytes on, separated by spaces. */
    static String groups(Bytes hash, int count) {
        return IntStream.range(0, count)
                .mapToObj(group -> group(hash, group * GROUP_BYTES))
                .collect(Collectors.joining(" "));
    }

    private static String group(Bytes hash, int from) {
        long number = 0;
        for (int i = 0; i < GROUP_BYTES; i++) {
            number = number << 8 | Byte.toUnsignedLong(hash.at(from + i));
        }
        return String.format(Locale.ROOT, "%05d", number % 100_000);
    }
}
