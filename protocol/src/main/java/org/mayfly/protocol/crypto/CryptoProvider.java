package org.mayfly.protocol.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/**
 * Where every primitive comes from: Corretto's provider where its library loads, else Bouncy Castle; passed as an instance
 * and never added to the JVM's list. The JDK's own EC code is used for nothing. Thread-safe.
 */
public final class CryptoProvider {

    private static final CryptoProvider BOUNCY_CASTLE = new CryptoProvider(new BouncyCastleProvider());
    private static final Optional<CryptoProvider> CORRETTO = loadCorretto();

    private final Provider provider;

    private CryptoProvider(Provider provider) {
        this.provider = provider;
    }

    /** Corretto's where it loads, else Bouncy Castle. */
    public static CryptoProvider preferred() {
        return CORRETTO.orElse(BOUNCY_CASTLE);
    }

    public static CryptoProvider bouncyCastle() {
        return BOUNCY_CASTLE;
    }

    /** All that work here, preferred first. */
    public static List<CryptoProvider> available() {
        return Stream.concat(CORRETTO.stream(), Stream.of(BOUNCY_CASTLE)).toList();
    }

    private static Optional<CryptoProvider> loadCorretto() {
        try {
            var corretto = AmazonCorrettoCryptoProvider.INSTANCE;
            return corretto.getLoadingError() == null ? Optional.of(new CryptoProvider(corretto)) : Optional.empty();
        } catch (LinkageError absentOnThisPlatform) {
            return Optional.empty();
        }
    }

    public String name() {
        return provider.getName();
    }

    public MessageDigest sha512() {
        return require(() -> MessageDigest.getInstance("SHA-512", provider));
    }

    public MessageDigest sha256() {
        return require(() -> MessageDigest.getInstance("SHA-256", provider));
    }

    public Mac hmacSha512() {
        return require(() -> Mac.getInstance("HmacSHA512", provider));
    }

    public Cipher aesGcm() {
        return require(() -> Cipher.getInstance("AES/GCM/NoPadding", provider));
    }

    public Signature ecdsaSha512() {
        return require(() -> Signature.getInstance("SHA512withECDSAinP1363Format", provider));
    }

    public KeyFactory ecKeys() {
        return require(() -> KeyFactory.getInstance("EC", provider));
    }

    public KeyAgreement ecdh() {
        return require(() -> KeyAgreement.getInstance("ECDH", provider));
    }

    /** Makes P-521 key pairs from the given random source, as far as the provider lets itself be told. */
    public KeyPairGenerator p521KeyPairs(SecureRandom random) {
        return require(() -> {
            var generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp521r1"), random);
            return generator;
        });
    }

    /** The provider's cryptographic random source, seeded from the operating system. */
    SecureRandom secureRandom() {
        return require(() -> SecureRandom.getInstance("DEFAULT", provider));
    }

    @Override
    public String toString() {
        return name();
    }

    private static <T> T require(Lookup<T> lookup) {
        try {
            return lookup.get();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("the cryptographic provider lacks a primitive it must have", missing);
        }
    }

    @FunctionalInterface
    private interface Lookup<T> {
        T get() throws GeneralSecurityException;
    }
}
