package org.mayfly.endpoint.frames;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameUnmaskingTest {

    private static final int[] LENGTHS = {0, 1, 3, 4, 7, 8, 9, 125, 126, 127, 1000, 65_535, 65_536, 70_001};

    private final Random random = new Random(5);
    private final ByteArrayOutputStream masked = new ByteArrayOutputStream();
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();

    /** The same frame with and without a mask, byte by byte as RFC 6455 says it. */
    private void frame(int first, int length) {
        var payload = new byte[length];
        random.nextBytes(payload);
        var key = new byte[4];
        random.nextBytes(key);
        header(masked, first, length, 0x80);
        header(plain, first, length, 0);
        masked.writeBytes(key);
        for (int i = 0; i < length; i++) {
            plain.write(payload[i]);
            masked.write(payload[i] ^ key[i % 4]);
        }
    }

    private static void header(ByteArrayOutputStream out, int first, int length, int mask) {
        out.write(first);
        if (length < 126) {
            out.write(mask | length);
        } else if (length < 65_536) {
            out.write(mask | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            out.write(mask | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
    }

    private byte[] unmasked(int step, int margin) throws Exception {
        var unmasking = new FrameUnmasking();
        var all = masked.toByteArray();
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < all.length; at += step) {
            int count = Math.min(step, all.length - at);
            var part = new byte[count + 2 * margin];
            System.arraycopy(all, at, part, margin, count);
            int left = unmasking.apply(part, margin, count);
            assertThat(Arrays.copyOf(part, margin)).as("bytes before the part").isEqualTo(new byte[margin]);
            out.write(part, margin, left);
        }
        return out.toByteArray();
    }

    @Test
    void frames_of_every_form_of_length_come_out_as_they_were_before_the_mask() throws Exception {
        for (int length : LENGTHS) {
            frame(0x82, length);
        }
        assertThat(unmasked(masked.size(), 0)).isEqualTo(plain.toByteArray());
    }

    @Test
    void and_wherever_the_network_cuts_them() throws Exception {
        for (int length : new int[] {0, 1, 9, 127, 300}) {
            frame(0x82, length);
        }
        for (int step = 1; step < 60; step++) {
            assertThat(unmasked(step, 3)).as("cut every %d bytes", step).isEqualTo(plain.toByteArray());
        }
    }

    @Test
    void random_frames_cut_at_random_come_out_as_they_were() throws Exception {
        for (int i = 0; i < 300; i++) {
            frame(random.nextInt(256), random.nextInt(400));
        }
        for (int round = 0; round < 20; round++) {
            assertThat(unmasked(1 + random.nextInt(5000), random.nextInt(9))).isEqualTo(plain.toByteArray());
        }
    }

    @Test
    void a_frame_without_a_mask_is_refused() {
        plain.writeBytes(new byte[] {(byte) 0x82, 1, 7});
        var bytes = plain.toByteArray();
        assertThatThrownBy(() -> new FrameUnmasking().apply(bytes, 0, bytes.length))
                .isInstanceOf(FrameUnmasking.Unacceptable.class);
    }

    @Test
    void and_so_it_is_after_frames_that_had_one() {
        frame(0x82, 200);
        frame(0x89, 0);
        masked.writeBytes(new byte[] {(byte) 0x82, 0});
        assertThatThrownBy(() -> unmasked(masked.size(), 0)).isInstanceOf(FrameUnmasking.Unacceptable.class);
    }

    @Test
    void a_length_that_no_message_has_is_refused_before_the_payload_comes() throws Exception {
        header(FrameUnmasking.LONGEST_PAYLOAD);
        assertThat(unmasked(masked.size(), 0)).hasSize(10);
        for (long length :
                new long[] {FrameUnmasking.LONGEST_PAYLOAD + 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            header(length);
            assertThatThrownBy(() -> unmasked(masked.size(), 0))
                    .as("%d", length)
                    .isInstanceOf(FrameUnmasking.Unacceptable.class);
        }
    }

    private void header(long length) {
        masked.reset();
        masked.writeBytes(ByteBuffer.allocate(10)
                .put((byte) 0x82)
                .put((byte) 0xff)
                .putLong(length)
                .array());
    }
}
