package org.mayfly.protocol.client.receiving;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.KnownList;
import org.mayfly.protocol.client.NetworkPolicy;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.EnvelopeHeader;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.verification.VerifiedDevice;
import org.mayfly.protocol.wire.Deliver;

import java.util.Optional;

/** R1 to R7: what can be judged from outside. */
public final class Authenticity {

    private Authenticity() {}

    /** R1: canonical, all lengths right, a known version. */
    public static final class Parsed {

        private final EnvelopeHeader header;
        private final EnvelopeWrap wrap;
        private final Parts parts;

        /** As they are hashed. */
        private record Parts(Bytes header, Bytes ciphertext, Bytes signature, Bytes wrap, MerkleProof path) {}

        private Parsed(EnvelopeHeader header, EnvelopeWrap wrap, Parts parts) {
            this.header = header;
            this.wrap = wrap;
            this.parts = parts;
        }

        public static Parsed parse(Deliver deliver) throws CheckFailed {
            try {
                Field.require(deliver.hasPath(), "a delivery has a path");
                var parts = new Parts(
                        Bytes.of(deliver.getHeader().toByteArray()),
                        Submission.ciphertext(Bytes.of(deliver.getCiphertext().toByteArray())),
                        Field.bytes(deliver.getSignature(), Sizes.SIGNATURE),
                        Bytes.of(deliver.getWrap().toByteArray()),
                        MerkleProof.parse(deliver.getPath()));
                return new Parsed(EnvelopeHeader.parse(parts.header()), EnvelopeWrap.parse(parts.wrap()), parts);
            } catch (MalformedException malformed) {
                throw CheckFailed.visibly(Check.R1);
            }
        }

        public EnvelopeHeader header() {
            return header;
        }

        /** R2. */
        public InNetwork inNetwork(NetworkId network) throws CheckFailed {
            CheckFailed.require(header.network().equals(network), Check.R2);
            return new InNetwork(this);
        }
    }

    /** R2: of this device's network. */
    public static final class InNetwork {

        private final Parsed parsed;

        private InNetwork(Parsed parsed) {
            this.parsed = parsed;
        }

        DeviceAddress sender() {
            return parsed.header.sender();
        }

        /** R3: the sender's device is on its verified list. */
        public FromListedDevice fromListedDevice(Optional<KnownList> senderList) throws CheckFailed {
            var sender = parsed.header.sender();
            var list = senderList
                    .filter(known -> known.newest().user().equals(sender.user()))
                    .orElseThrow(() -> CheckFailed.visibly(Check.R3));
            var device = list.newest().device(sender.device()).orElseThrow(() -> CheckFailed.visibly(Check.R3));
            return new FromListedDevice(parsed, list, device);
        }
    }

    /** R3: the sender's device is on its verified list. */
    public static final class FromListedDevice {

        private final Parsed parsed;
        private final KnownList list;
        private final VerifiedDevice device;

        private FromListedDevice(Parsed parsed, KnownList list, VerifiedDevice device) {
            this.parsed = parsed;
            this.list = list;
            this.device = device;
        }

        /** R4. */
        public FromListedKey fromListedKey() throws CheckFailed {
            var named = parsed.header.signingKeyFingerprint();
            CheckFailed.require(named.equals(device.signingKeyFingerprint()), Check.R4);
            return new FromListedKey(this);
        }
    }

    /** R4: the header names the listed signing key. */
    public static final class FromListedKey {

        private final FromListedDevice from;

        private FromListedKey(FromListedDevice from) {
            this.from = from;
        }

        /** R5: the path leads from this device's wrap to a root. */
        public UnderRoot underRoot(Sha512 hash, DeviceId self) throws CheckFailed {
            var parts = from.parsed.parts;
            var root = parts.path().rootFrom(hash, Submission.leaf(hash, self, parts.wrap()));
            return new UnderRoot(from, root.orElseThrow(() -> CheckFailed.visibly(Check.R5)));
        }
    }

    /** R5: the path leads from this device's wrap to a root. */
    public static final class UnderRoot {

        private final FromListedDevice from;
        private final Bytes root;

        private UnderRoot(FromListedDevice from, Bytes root) {
            this.from = from;
            this.root = root;
        }

        /** R6. */
        public Signed signed(Sha512 hash, Signatures signatures) throws CheckFailed {
            var parsed = from.parsed;
            var input = Submission.signedInput(
                    hash,
                    parsed.header,
                    parsed.parts.ciphertext(),
                    parsed.parts.path().leafCount(),
                    root);
            CheckFailed.require(signatures.verify(from.device.signingKey(), input, parsed.parts.signature()), Check.R6);
            return new Signed(from);
        }
    }

    /** R6: signed by the listed device, over this header, ciphertext and wrap. */
    public static final class Signed {

        private final FromListedDevice from;

        private Signed(FromListedDevice from) {
            this.from = from;
        }

        /** R7: neither weaker than what both devices speak, nor than what the network allows. */
        public Authentic undowngraded(VerifiedDevice self, NetworkPolicy policy) throws CheckFailed {
            var suite = from.parsed.wrap.suite();
            var best = self.suiteWith(from.device).orElse(suite);
            CheckFailed.require(suite.compareTo(best) >= 0 && policy.allows(suite), Check.R7);
            return new Authentic(from);
        }
    }

    /** R7: in a suite that is not a downgrade. Nothing is left to judge from outside. */
    public static final class Authentic {

        private final FromListedDevice from;

        private Authentic(FromListedDevice from) {
            this.from = from;
        }

        EnvelopeHeader header() {
            return from.parsed.header;
        }

        Bytes encodedHeader() {
            return from.parsed.parts.header();
        }

        Bytes ciphertext() {
            return from.parsed.parts.ciphertext();
        }

        EnvelopeWrap wrap() {
            return from.parsed.wrap;
        }

        Bytes encodedWrap() {
            return from.parsed.parts.wrap();
        }

        KnownList senderList() {
            return from.list;
        }
    }
}
