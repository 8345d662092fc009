package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;

/** The recipient a wrap is bound to: its user, device and both keys. */
public record WrapBinding(DeviceAddress address, P521PublicKey identityKey, P521PublicKey signingKey) {

    /** The info of a wrap: HPKE's, and what a CHAIN's key depends on. */
    public Bytes info(Sha512 hash, WrapKind kind, Bytes headerHash) {
        var recipient = new ByteSequence()
                .bytes(address.user().value())
                .bytes(address.device().value())
                .bytes(identityKey.encoded())
                .bytes(signingKey.encoded())
                .bytes(kind.prekey().value())
                .toBytes();
        return new ByteSequence()
                .ascii("msgr/v1/wrap")
                .u16(kind.suite().number())
                .u8(kind.state().getNumber())
                .bytes(headerHash)
                .bytes(hash.hash(recipient))
                .toBytes();
    }
}
