package org.mayfly.protocol.client.hpke;

import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Arrays;

/** LabeledExtract and LabeledExpand (RFC 9180, section 4) for one suite id. */
final class LabeledHkdf {

    private final Hkdf hkdf;
    private final Bytes suite;

    LabeledHkdf(Hkdf hkdf, Bytes suite) {
        this.hkdf = hkdf;
        this.suite = suite;
    }

    SecretBytes extract(String label, SecretBytes keyMaterial) {
        try (var labelled = labelled(label, keyMaterial)) {
            return hkdf.extract(Bytes.empty(), labelled);
        }
    }

    SecretBytes extract(SecretBytes salt, String label, SecretBytes keyMaterial) {
        try (var labelled = labelled(label, keyMaterial)) {
            return hkdf.extract(salt, labelled);
        }
    }

    /** For public input. */
    Bytes extract(String label, Bytes input) {
        try (var extracted = extract(label, SecretBytes.takeOver(input.toArray()))) {
            return Bytes.of(extracted.expose());
        }
    }

    SecretBytes expand(SecretBytes key, String label, Bytes info, int length) {
        var labelled = new ByteSequence()
                .u16(length)
                .ascii("HPKE-v1")
                .bytes(suite)
                .ascii(label)
                .bytes(info);
        return hkdf.expand(key, labelled.toBytes(), length);
    }

    private SecretBytes labelled(String label, SecretBytes keyMaterial) {
        var prefix = new ByteSequence()
                .ascii("HPKE-v1")
                .bytes(suite)
                .ascii(label)
                .toBytes()
                .toArray();
        var material = keyMaterial.expose();
        var joined = Arrays.copyOf(prefix, prefix.length + material.length);
        System.arraycopy(material, 0, joined, prefix.length, material.length);
        Arrays.fill(material, (byte) 0);
        return SecretBytes.takeOver(joined);
    }
}
