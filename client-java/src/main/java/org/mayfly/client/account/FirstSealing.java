package org.mayfly.client.account;

import org.mayfly.client.Surroundings;
import org.mayfly.client.rest.SealedIdentity;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.recovery.RecoveryBundle.Binding;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

/** Seals a new identity under the passphrase of the person who enrols. To be closed. */
public final class FirstSealing implements AutoCloseable {

    private static final long FIRST_VERSION = 1;

    private final Surroundings surroundings;
    private final Hardening.Hardened hardened;

    FirstSealing(Surroundings surroundings, Hardening.Hardened hardened) {
        this.surroundings = surroundings;
        this.hardened = hardened;
    }

    public SealedIdentity seal(NetworkId network, UserId user, P521KeyPair identity) {
        var binding = new Binding(
                network,
                user,
                identity.publicKey(),
                FIRST_VERSION,
                hardened.answer().seedId());
        return hardened.seal(surroundings, identity, binding);
    }

    @Override
    public void close() {
        hardened.close();
    }
}
