package org.mayfly.client.rest;

import org.mayfly.protocol.client.recovery.RecoveryBundle;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;

import java.util.Optional;

/**
 * An identity key sealed for the server to keep, and what proves that somebody can open it.
 *
 * @param logInKey the public part
 * @param seedId 16 bytes: the server's seed that a passphrase was evaluated with; none for a recovery key
 */
public record SealedIdentity(RecoveryBundle bundle, P521PublicKey logInKey, Optional<Bytes> seedId) {}
