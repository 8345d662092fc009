package org.mayfly.protocol.verification;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.wire.LogIn;

import java.time.Duration;
import java.time.Instant;

/**
 * Verifies log-ins in two steps: {@link #claim} says whose keys to look up, {@link Claim#prove} whether it is them.
 * Thread-safe.
 */
public final class LogInVerification {

    private final Signatures signatures;

    public LogInVerification(CryptoProvider provider) {
        this.signatures = new Signatures(provider);
    }

    /** Who the sender says it is: MALFORMED otherwise. */
    public Verification<Claim> claim(LogIn logIn) {
        try {
            Field.require(logIn.getStoreGeneration() >= 1, "store generations start at 1");
            return Verification.verified(new Claim(
                    Field.network(logIn.getNetwork()),
                    new DeviceAddress(Field.user(logIn.getUser()), Field.device(logIn.getDevice())),
                    Field.time(logIn.getTime()),
                    logIn.getStoreGeneration(),
                    Field.bytes(logIn.getSignature(), Sizes.SIGNATURE)));
        } catch (MalformedException malformed) {
            return Verification.refused(Fault.MALFORMED);
        }
    }

    /** A log-in that is not proven. */
    public final class Claim {

        private final NetworkId network;
        private final DeviceAddress address;
        private final Instant time;
        private final long storeGeneration;
        private final Bytes signature;

        private Claim(NetworkId network, DeviceAddress address, Instant time, long storeGeneration, Bytes signature) {
            this.network = network;
            this.address = address;
            this.time = time;
            this.storeGeneration = storeGeneration;
            this.signature = signature;
        }

        public NetworkId network() {
            return network;
        }

        public DeviceAddress address() {
            return address;
        }

        /**
         * Proves the claim for this connection: INVALID_SIGNATURE if another key signed or something else was signed, then
         * WRONG_TIME if the clocks differ too much. Whether the store generation has grown is the caller's to judge.
         *
         * @param signingKey the DSK listed for {@link #address}
         */
        public Verification<ProvenLogIn> prove(
                SignedInput.LogInTarget target, P521PublicKey signingKey, Instant serverTime) {
            var input = SignedInput.logIn(network, target, address.user(), address.device(), time, storeGeneration);
            if (!signatures.verify(signingKey, input, signature)) {
                return Verification.refused(Fault.INVALID_SIGNATURE);
            }
            if (Duration.between(time, serverTime).abs().compareTo(Limits.CLOCK_TOLERANCE) > 0) {
                return Verification.refused(Fault.WRONG_TIME);
            }
            return Verification.verified(new ProvenLogIn(network, address, time, storeGeneration));
        }
    }

    /** A device that proved itself on this connection. */
    public record ProvenLogIn(NetworkId network, DeviceAddress address, Instant time, long storeGeneration) {}
}
