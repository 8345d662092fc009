package org.mayfly.client.account;

import org.mayfly.protocol.client.recovery.RecoveryKey;
import org.mayfly.protocol.value.SecretBytes;

import java.util.function.Function;

/** What shows that somebody is whom an account belongs to. Stays its maker's to close. */
public sealed interface Proof {

    <R> R fold(Function<OfPassphrase, R> passphrase, Function<OfRecoveryKey, R> recoveryKey);

    /** @param passphrase in UTF-8 */
    record OfPassphrase(SecretBytes passphrase) implements Proof {
        @Override
        public <R> R fold(Function<OfPassphrase, R> onPassphrase, Function<OfRecoveryKey, R> onRecoveryKey) {
            return onPassphrase.apply(this);
        }
    }

    /** What is on paper. */
    record OfRecoveryKey(RecoveryKey recoveryKey) implements Proof {
        @Override
        public <R> R fold(Function<OfPassphrase, R> onPassphrase, Function<OfRecoveryKey, R> onRecoveryKey) {
            return onRecoveryKey.apply(this);
        }
    }
}
