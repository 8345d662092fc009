package org.mayfly.messaging.prekey;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.verification.DeviceIdentity;

import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The public keys a batch of a device must be under. A device that is found stays until the commit. */
interface Identities {

    Optional<DeviceIdentity> of(Actor.Device device);

    /** From the tables {@code device} and {@code app_user}. */
    @Dependent
    class JdbcIdentities implements Identities {

        private final Sha512 hash = new Sha512(CryptoProvider.preferred());
        private final Jdbc jdbc;

        @Inject
        JdbcIdentities(Jdbc jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public Optional<DeviceIdentity> of(Actor.Device device) {
            return jdbc.first(
                    """
                    SELECT d.signing_key, u.identity_key FROM device d JOIN app_user u ON u.id = d.user_id
                    WHERE d.id = ? AND u.id = ? AND u.network_id = ?
                    FOR KEY SHARE OF d
                    """,
                    row -> new DeviceIdentity(
                            device.network(),
                            new DeviceAddress(device.user(), device.device()),
                            hash.hash(row.bytes("identity_key")),
                            new P521PublicKey(row.bytes("signing_key"))),
                    device.device(),
                    device.user(),
                    device.network());
        }
    }
}
