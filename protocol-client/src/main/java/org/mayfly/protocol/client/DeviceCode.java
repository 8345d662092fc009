package org.mayfly.protocol.client;

import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.DeviceList;

import java.util.Optional;

/** What a new device shows and an old one compares before it lets the new one in: docs/protocol.md, "Device code". */
public final class DeviceCode {

    private static final int GROUPS = 5;

    private DeviceCode() {}

    /** 25 digits in groups of five for a device of this list; empty if it is not on it. */
    public static Optional<String> of(
            CryptoProvider provider, NetworkId network, VerifiedDeviceList list, DeviceId device) {
        return entry(list, device).map(entry -> of(provider, network, list.user(), entry));
    }

    private static String of(CryptoProvider provider, NetworkId network, UserId user, Bytes entry) {
        var digest = new Sha512(provider).labelled("msgr/v1/device-code", network.value(), user.value(), entry);
        return Digits.groups(digest, GROUPS);
    }

    private static Optional<Bytes> entry(VerifiedDeviceList list, DeviceId device) {
        try {
            return Canonical.parse(DeviceList.parser(), list.signed().getList()).getDevicesList().stream()
                    .filter(entry ->
                            DeviceId.of(entry.getDevice().toByteArray()).equals(device))
                    .map(Canonical::encode)
                    .findFirst();
        } catch (MalformedException impossible) {
            throw new IllegalStateException("a verified list is readable", impossible);
        }
    }
}
