package org.mayfly.bench.peers;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StampTest {

    @Test
    void a_stamp_is_read_back_from_wherever_a_body_begins() {
        var stamp = new Stamp(-7, 123_456, Long.MAX_VALUE);
        var body = new Body(100).stamped(stamp);
        var frame = new byte[110];
        System.arraycopy(body, 0, frame, 10, 100);
        assertThat(Stamp.read(frame, 10)).contains(stamp);
    }

    @Test
    void a_body_of_another_program_has_none() {
        assertThat(Stamp.read(new byte[Stamp.LENGTH], 0)).isEmpty();
    }

    @Test
    void a_body_has_room_for_its_stamp() {
        assertThat(new Body(1).stamped(new Stamp(1, 2, 3))).hasSize(Stamp.LENGTH);
    }
}
