package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.WrapState;

/** The recipient a wrap is bound to: its user, device, both keys, and the one-time key. */
public record WrapBinding(DeviceAddress address, P521PublicKey identityKey, P521PublicKey signingKey, PrekeyId prekey) {

    /** HPKE's info. */
    public Bytes info(Sha512 hash, WrapState state, Bytes headerHash) {
        var recipient = new ByteSequence()
                .bytes(address.user().value())
                .bytes(address.device().value())
                .bytes(identityKey.encoded())
                .bytes(signingKey.encoded())
                .bytes(prekey.value())
                .toBytes();
        return new ByteSequence()
                .ascii("msgr/v1/wrap")
                .u16(Limits.SUITE_P521)
                .u8(state.getNumber())
                .bytes(headerHash)
                .bytes(hash.hash(recipient))
                .toBytes();
    }
}
