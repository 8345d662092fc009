package org.mayfly.client.vault;

import org.junit.jupiter.api.Test;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.vault.MemoryDisk.Crash;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VaultTest {

    private static final int SHELF = 7;
    private static final Bytes ONE = key("one");
    private static final Bytes TWO = key("two");
    private static final byte[] DEVICE_KEY = new byte[32];

    private final SecureRandom random = new SecureRandom();

    @Test
    void what_was_committed_is_there_after_reopening() {
        var disk = new MemoryDisk();
        open(disk).commit(new VaultStep().put(SHELF, ONE, text("first")).put(SHELF, TWO, text("second")));

        var reopened = open(disk.afterPowerCut(new Random(1)));

        assertThat(reopened.read(SHELF, ONE)).hasValue(text("first"));
        assertThat(reopened.keys(SHELF)).containsExactly(ONE, TWO);
        assertThat(reopened.keys(SHELF, key("t"))).containsExactly(TWO);
    }

    @Test
    void a_crash_at_any_operation_leaves_a_step_taken_wholly_or_not_at_all() {
        var crashes = 0;
        for (var operations = 0; ; operations++) {
            var disk = new MemoryDisk();
            var vault = open(disk);
            vault.commit(new VaultStep().put(SHELF, ONE, text("old")));
            disk.crashAfter(operations);
            try {
                vault.commit(new VaultStep().put(SHELF, ONE, text("new")).put(SHELF, TWO, text("more")));
                break;
            } catch (Crash e) {
                crashes++;
            }
            assertWholeStep(open(disk.afterKill()));
            for (var seed = 0; seed < 16; seed++) {
                assertWholeStep(open(disk.afterPowerCut(new Random(seed))));
            }
        }
        assertThat(crashes).isGreaterThanOrEqualTo(8);
    }

    @Test
    void a_crash_while_a_crash_is_mended_changes_nothing() {
        for (var operations = 0; operations < 12; operations++) {
            var disk = new MemoryDisk();
            var vault = open(disk);
            vault.commit(new VaultStep().put(SHELF, ONE, text("old")));
            disk.crashAfter(3);
            assertThatThrownBy(() -> vault.commit(
                            new VaultStep().put(SHELF, ONE, text("new")).put(SHELF, TWO, text("more"))))
                    .isInstanceOf(Crash.class);
            var mending = disk.afterKill();
            mending.crashAfter(operations);
            try {
                open(mending);
            } catch (Crash e) {
                assertThat(open(mending.afterKill()).read(SHELF, ONE)).hasValue(text("new"));
                continue;
            }
            assertThat(open(mending.afterKill()).read(SHELF, TWO)).hasValue(text("more"));
        }
    }

    @Test
    void an_erased_record_can_not_be_opened_with_the_device_key() {
        var disk = new MemoryDisk();
        var vault = open(disk);
        vault.commit(new VaultStep().put(SHELF, ONE, text("secret")));
        var wrappedKey = KeySlot.nonceAndWrapped(disk.slots().read(0, KeySlot.SIZE));
        assertThat(contains(disk.keys(), wrappedKey))
                .as("control: the key is found before")
                .isTrue();

        vault.commit(new VaultStep().erase(SHELF, ONE));

        assertThat(contains(disk.everything(), wrappedKey)).isFalse();
        assertThat(open(disk.afterKill()).read(SHELF, ONE)).isEmpty();
    }

    @Test
    void a_replaced_record_can_not_be_opened_with_the_device_key() {
        var disk = new MemoryDisk();
        var vault = open(disk);
        vault.commit(new VaultStep().put(SHELF, ONE, text("before")));
        var wrappedKey = KeySlot.nonceAndWrapped(disk.slots().read(0, KeySlot.SIZE));

        vault.commit(new VaultStep().put(SHELF, ONE, text("after")));

        assertThat(contains(disk.everything(), wrappedKey)).isFalse();
        assertThat(vault.read(SHELF, ONE)).hasValue(text("after"));
    }

    @Test
    void neither_content_nor_name_is_written_in_clear() {
        var disk = new MemoryDisk();
        open(disk).commit(new VaultStep().put(SHELF, key("canary-name"), text("canary-content")));

        assertThat(contains(disk.everything(), text("canary-name"))).isFalse();
        assertThat(contains(disk.everything(), text("canary-content"))).isFalse();
    }

    @Test
    void slots_are_used_again_and_the_log_is_compacted() {
        var disk = new MemoryDisk();
        var vault = open(disk);
        for (var i = 0; i < 300; i++) {
            vault.commit(new VaultStep().put(SHELF, ONE, new byte[32 << 10]));
        }
        assertThat(disk.log().size()).isLessThan(5 << 20);
        assertThat(disk.slots().size()).isLessThanOrEqualTo(64 * KeySlot.SIZE);
        assertThat(open(disk.afterKill()).read(SHELF, ONE)).hasValue(new byte[32 << 10]);
    }

    @Test
    void another_device_key_opens_nothing() {
        var disk = new MemoryDisk();
        open(disk).commit(new VaultStep().put(SHELF, ONE, text("secret")));
        var otherKey = new byte[32];
        otherKey[0] = 1;

        assertThatThrownBy(() -> new Vault(disk.afterKill(), SecretBytes.copyOf(otherKey), random))
                .isInstanceOf(ProblemException.class)
                .hasMessage("store-broken");
    }

    @Test
    void a_vault_whose_disk_failed_refuses_everything() {
        var disk = new MemoryDisk();
        var vault = open(disk);
        disk.crashAfter(0);
        assertThatThrownBy(() -> vault.commit(new VaultStep().put(SHELF, ONE, text("x"))))
                .isInstanceOf(Crash.class);

        assertThatThrownBy(() -> vault.read(SHELF, ONE)).hasMessage("store-unusable");
    }

    private void assertWholeStep(Vault vault) {
        var one = new String(vault.read(SHELF, ONE).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(one).isIn("old", "new");
        assertThat(vault.read(SHELF, TWO).isPresent()).isEqualTo(one.equals("new"));
        vault.commit(new VaultStep().put(SHELF, key("later"), text("goes on")));
        assertThat(vault.read(SHELF, key("later"))).hasValue(text("goes on"));
        assertThat(new String(vault.read(SHELF, ONE).orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo(one);
    }

    private Vault open(MemoryDisk disk) {
        return new Vault(disk, SecretBytes.copyOf(DEVICE_KEY), random);
    }

    private static Bytes key(String name) {
        return Bytes.of(text(name));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean contains(byte[] where, byte[] what) {
        for (var i = 0; i <= where.length - what.length; i++) {
            if (java.util.Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
                return true;
            }
        }
        return false;
    }
}
