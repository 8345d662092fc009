package org.mayfly.client.commandline;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.account.Proof;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.vault.Passphrase;
import org.mayfly.protocol.client.recovery.RecoveryKey;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** What opens an account, from files. To be closed; a passphrase stays its reader's. */
record AccountSecret(Proof proof, Runnable erase) implements AutoCloseable {

    /** The recovery key where there is a file of one, else the passphrase. */
    static AccountSecret of(@Nullable Path recoveryKeyFile, SecretBytes passphrase) {
        if (recoveryKeyFile == null) {
            return new AccountSecret(new Proof.OfPassphrase(passphrase), () -> {});
        }
        try (var line = Passphrase.readFile(recoveryKeyFile)) {
            var bytes = line.expose();
            var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            var key = RecoveryKey.parse(text).orElseThrow(() -> ProblemException.refused("malformed-recovery-key"));
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(text.array(), '\0');
            return new AccountSecret(new Proof.OfRecoveryKey(key), key::close);
        }
    }

    @Override
    public void close() {
        erase.run();
    }
}
