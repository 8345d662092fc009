package org.mayfly.protocol.client.support;

import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.HashMap;
import java.util.Map;

/** The preferred provider's primitives, and how often each key was made of its encoding. */
public final class CountedKeys extends Provider {

    private static final long serialVersionUID = 1;

    private final transient Provider real;
    private final transient Map<Bytes, Integer> publicKeys = new HashMap<>();
    private final transient Map<Bytes, Integer> privateKeys = new HashMap<>();

    public CountedKeys() {
        this(CryptoProvider.preferred().ecKeys().getProvider());
    }

    private CountedKeys(Provider real) {
        super("counted", "1", "counts the keys that are parsed");
        this.real = real;
    }

    public CryptoProvider asCryptoProvider() {
        try {
            var constructor = CryptoProvider.class.getDeclaredConstructor(Provider.class);
            constructor.setAccessible(true);
            return constructor.newInstance(this);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** By encoding. */
    public synchronized Map<Bytes, Integer> publicKeys() {
        return Map.copyOf(publicKeys);
    }

    /** By encoding. */
    public synchronized Map<Bytes, Integer> privateKeys() {
        return Map.copyOf(privateKeys);
    }

    public synchronized void forget() {
        publicKeys.clear();
        privateKeys.clear();
    }

    @Override
    public synchronized Service getService(String type, String algorithm) {
        return type.equals("KeyFactory") ? new CountedService(algorithm) : real.getService(type, algorithm);
    }

    private synchronized void count(Map<Bytes, Integer> keys, byte[] encoded) {
        keys.merge(Bytes.of(encoded), 1, Integer::sum);
    }

    private final class CountedService extends Service {

        private final String algorithm;

        CountedService(String algorithm) {
            super(CountedKeys.this, "KeyFactory", algorithm, CountedFactory.class.getName(), null, null);
            this.algorithm = algorithm;
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return new CountedFactory(KeyFactory.getInstance(algorithm, real));
        }
    }

    private final class CountedFactory extends KeyFactorySpi {

        private final KeyFactory factory;

        CountedFactory(KeyFactory factory) {
            this.factory = factory;
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            count(publicKeys, ((EncodedKeySpec) spec).getEncoded());
            return factory.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            count(privateKeys, ((EncodedKeySpec) spec).getEncoded().clone());
            return factory.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
            return factory.getKeySpec(key, spec);
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            count(publicKeys, key.getEncoded());
            return factory.translateKey(key);
        }
    }
}
