package org.mayfly.messaging.prekey;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.PrekeyType;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A backup is put back: its pools hold keys that were handed out since. */
class SetBackDatabaseTest {

    private static final PrekeyType P521 = PrekeyType.PREKEY_TYPE_P521;

    private final Relay relay = new Relay();
    private final TestDevice claimer = relay.enrolled("claimer");
    private final TestDevice owner = relay.enrolled("owner");

    @BeforeEach
    void a_backup_is_taken_and_a_key_is_handed_out_after_it() {
        claim(relay, 1);
        relay.server.execute("CREATE TABLE saved_batch AS TABLE prekey_batch");
        relay.server.execute("CREATE TABLE saved_prekey AS TABLE prekey");
        relay.server.execute("CREATE TABLE saved_claim AS TABLE prekey_claim");
        relay.server.execute("CREATE TABLE saved_number AS TABLE claim_number");
    }

    private void restore() {
        relay.server.execute("INSERT INTO prekey_batch SELECT * FROM saved_batch ON CONFLICT DO NOTHING");
        relay.server.execute("INSERT INTO prekey SELECT * FROM saved_prekey ON CONFLICT DO NOTHING");
        relay.server.execute("TRUNCATE prekey_claim");
        relay.server.execute("INSERT INTO prekey_claim SELECT * FROM saved_claim");
        relay.server.execute("UPDATE claim_number SET highest = (SELECT highest FROM saved_number)");
    }

    @Test
    void no_key_is_handed_out_twice_by_the_server_that_goes_on() {
        assertThat(claim(relay, 1).prekeys()).hasSize(1);
        restore();
        assertNothingIsHandedOutBy(relay);
    }

    @Test
    void no_key_is_handed_out_twice_by_a_server_that_starts() {
        assertThat(claim(relay, 1).prekeys()).hasSize(1);
        restore();
        assertNothingIsHandedOutBy(relay.restarted());
    }

    private void assertNothingIsHandedOutBy(Relay server) {
        var claimed = claim(server, Relay.FIRST_PREKEYS);
        assertThat(claimed.prekeys()).isEmpty();
        assertThat(claimed.exhausted()).containsExactly(owner.address.device());
        assertThat(relay.server.rows("SELECT id::text FROM prekey"))
                .as("of whomever")
                .isEmpty();
    }

    @Test
    void with_the_number_set_back_as_well_it_would_be_handed_out_twice() throws Exception {
        var file = relay.server.state().resolve(HighestClaim.FILE);
        var kept = Files.readAllBytes(file);
        var before = claim(relay, 1);
        restore();
        Files.write(file, kept);
        assertThat(claim(relay.restarted(), 1).prekeys()).as("control").isEqualTo(before.prekeys());
    }

    @Test
    void no_key_is_handed_out_from_a_database_that_is_brought_to_a_new_machine() throws Exception {
        Files.delete(relay.server.state().resolve(HighestClaim.FILE));
        assertNothingIsHandedOutBy(relay.restarted());
    }

    @Test
    void a_claim_that_is_rolled_back_hides_nothing() {
        claim(relay, 1);
        restore();
        assertThatThrownBy(() -> relay.server.inTransaction(() -> {
                    claim(relay, 1);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertNothingIsHandedOutBy(relay);
    }

    @Test
    void claims_that_race_after_it_get_no_key_either() throws Exception {
        claim(relay, 1);
        restore();
        var claimers = Executors.newFixedThreadPool(8);
        try {
            var racing = Collections.nCopies(8, (Callable<Prekeys.Claimed>) () -> claim(relay, 1));
            for (var claimed : claimers.invokeAll(racing)) {
                assertThat(claimed.get().prekeys()).isEmpty();
            }
        } finally {
            claimers.shutdownNow();
        }
    }

    @Test
    void its_device_is_told_and_new_keys_of_it_are_handed_out() {
        claim(relay, 1);
        restore();
        claim(relay, 1);
        assertThat(relay.server.events).contains(new Prekeys.PrekeysLow(owner.address.device(), P521, 0));
        relay.prekeys.upload(owner.actor(), owner.prekeys(5, relay.now()));
        assertThat(claim(relay, 3).prekeys()).hasSize(3);
        assertThat(claim(relay.restarted(), 2).prekeys()).hasSize(2);
    }

    @Test
    void a_restart_alone_discards_nothing() {
        claim(relay, 1);
        assertThat(claim(relay.restarted(), 1).prekeys()).hasSize(1);
    }

    @Test
    void the_highest_number_outlives_a_process_that_is_killed() throws Exception {
        var file = relay.server.state().resolve(HighestClaim.FILE);
        var before = ByteBuffer.wrap(Files.readAllBytes(file)).getLong();
        claim(relay, 1);
        assertThat(ByteBuffer.wrap(Files.readAllBytes(file)).getLong()).isEqualTo(before + 1);
    }

    private Prekeys.Claimed claim(Relay server, int count) {
        var wanted = ClaimPrekeys.Wanted.newBuilder()
                .setUser(ByteString.copyFrom(owner.address.user().toArray()))
                .setDevice(ByteString.copyFrom(owner.address.device().toArray()))
                .setCount(count);
        return server.prekeys.claim(
                claimer.actor(),
                ClaimPrekeys.newBuilder().setType(P521).addWanted(wanted).build());
    }
}
