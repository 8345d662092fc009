package org.mayfly.messaging.administrator;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.protocol.value.Bytes;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The tables {@code administrator} and {@code setup_code}. */
@Dependent
class JdbcAccounts {

    /** The secret being enrolled under a set-up code. */
    record Pending(String nameKey, Bytes totpSealed, Instant until) {}

    private final Jdbc jdbc;

    @Inject
    JdbcAccounts(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    boolean any() {
        return jdbc.one("SELECT EXISTS (SELECT FROM administrator) AS any", row -> row.yes("any"));
    }

    boolean anySetupCode() {
        return jdbc.one("SELECT EXISTS (SELECT FROM setup_code) AS any", row -> row.yes("any"));
    }

    /** Locks the code until the commit. @return false if it is not one */
    boolean findSetupCode(Bytes hash) {
        return jdbc.first(
                        "SELECT code_hash FROM setup_code WHERE code_hash = ? FOR UPDATE",
                        row -> row.bytes("code_hash"),
                        hash)
                .isPresent();
    }

    void begin(Bytes codeHash, Pending pending) {
        jdbc.update(
                "UPDATE setup_code SET totp_name = ?, totp_sealed = ?, totp_until = ? WHERE code_hash = ?",
                pending.nameKey(),
                pending.totpSealed(),
                pending.until(),
                codeHash);
    }

    Optional<Pending> pending(Bytes codeHash) {
        return jdbc.first(
                "SELECT totp_name, totp_sealed, totp_until FROM setup_code WHERE code_hash = ? AND totp_name IS NOT NULL",
                row -> new Pending(row.text("totp_name"), row.bytes("totp_sealed"), row.time("totp_until")),
                codeHash);
    }

    /** All of them: the installation is set up. */
    void endSetup() {
        jdbc.update("DELETE FROM setup_code");
    }

    void add(Account account, Instant now) {
        jdbc.update(
                """
                INSERT INTO administrator (id, name, name_key, password_salt, password_hash, password_rule, totp_sealed,
                    totp_last_step, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                account.id(),
                account.name(),
                account.nameKey(),
                account.password().salt(),
                account.password().hash(),
                account.password().rule(),
                account.totpSealed(),
                account.totpLastStep(),
                now);
    }

    Optional<Account> find(String nameKey) {
        return jdbc.first(
                """
                SELECT id, name, name_key, password_salt, password_hash, password_rule, totp_sealed, totp_last_step
                FROM administrator WHERE name_key = ?
                """,
                row -> new Account(
                        row.uuid("id"),
                        row.text("name"),
                        row.text("name_key"),
                        new PasswordHash(
                                row.bytes("password_salt"), row.bytes("password_hash"), row.text("password_rule")),
                        row.bytes("totp_sealed"),
                        row.number("totp_last_step")),
                nameKey);
    }

    /** Of two sign-ins with the same code one gets true. */
    boolean useStep(UUID administrator, long step) {
        return jdbc.update(
                        "UPDATE administrator SET totp_last_step = ? WHERE id = ? AND totp_last_step < ?",
                        step,
                        administrator,
                        step)
                == 1;
    }

    Optional<String> nameOf(UUID administrator) {
        return jdbc.first("SELECT name FROM administrator WHERE id = ?", row -> row.text("name"), administrator);
    }
}
