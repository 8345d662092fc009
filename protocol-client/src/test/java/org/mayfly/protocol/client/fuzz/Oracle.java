package org.mayfly.protocol.client.fuzz;

import com.sun.management.ThreadMXBean;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;

import java.lang.management.ManagementFactory;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Judges a parser by what it does with one input. */
final class Oracle {

    /** What any input may take, however short. */
    private static final long ALLOWANCE = 4 << 20;

    private static final long PER_BYTE = 256;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Oracle() {}

    @FunctionalInterface
    interface Parser<T> {
        T parse(Bytes encoded) throws MalformedException;
    }

    /** How a parsed value is written again. */
    @FunctionalInterface
    interface Encoder<T> {
        Bytes encode(T parsed) throws MalformedException;
    }

    /** The parsed value; empty where it was refused as it should be. Whatever else is thrown passes through: a finding. */
    static <T> Optional<T> parsed(byte[] input, Parser<T> parser) {
        var encoded = Bytes.of(input);
        var before = THREADS.getCurrentThreadAllocatedBytes();
        var parsed = attempt(encoded, parser);
        if (isTooMuch(THREADS.getCurrentThreadAllocatedBytes() - before, input)) {
            // The first input also pays for classes being loaded and instrumented.
            before = THREADS.getCurrentThreadAllocatedBytes();
            parsed = attempt(encoded, parser);
            var taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertThat(isTooMuch(taken, input))
                    .as("%d bytes of memory taken", taken)
                    .isFalse();
        }
        return parsed;
    }

    private static <T> Optional<T> attempt(Bytes encoded, Parser<T> parser) {
        try {
            return Optional.of(parser.parse(encoded));
        } catch (MalformedException refused) {
            return Optional.empty();
        }
    }

    private static boolean isTooMuch(long taken, byte[] input) {
        return taken > ALLOWANCE + PER_BYTE * input.length;
    }

    /** Also demands that the parsed value, written again, is the input. */
    static <T> Optional<T> restored(byte[] input, Parser<T> parser, Encoder<T> encoder) {
        var parsed = parsed(input, parser);
        parsed.ifPresent(value -> assertThat(written(value, encoder)).isEqualTo(Bytes.of(input)));
        return parsed;
    }

    private static <T> Bytes written(T value, Encoder<T> encoder) {
        try {
            return encoder.encode(value);
        } catch (MalformedException impossible) {
            throw new AssertionError("what was accepted can't be written", impossible);
        }
    }
}
