package org.mayfly.protocol.client.fuzz;

import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.DeviceIdentity;
import org.mayfly.protocol.verification.DeviceListVerification;

import java.time.Instant;

import static org.mayfly.protocol.client.fuzz.Genuine.PUBLISHED;
import static org.mayfly.protocol.client.fuzz.Genuine.hex;

/** The device that published the vectors, at the time they are good for. */
record Owner(DeviceIdentity device, Instant now) {

    static Owner published() {
        var network = new NetworkId(hex(PUBLISHED.get("network")));
        var device = new DeviceListVerification(CryptoProvider.preferred())
                .verify(network, new UserId(hex(PUBLISHED.get("user"))), Genuine.deviceList())
                .value()
                .flatMap(list -> list.identityOf(network, new DeviceId(hex(PUBLISHED.get("device")))));
        return new Owner(
                device.orElseThrow(), Instant.ofEpochMilli(PUBLISHED.get("now").longValue()));
    }
}
