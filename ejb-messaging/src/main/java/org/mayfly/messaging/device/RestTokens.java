package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.crypto.Hashes;
import org.mayfly.messaging.prekey.PrekeyUploads;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PrekeyType;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** REST tokens: 32 random bytes, of which only the SHA-256 is stored. */
@Dependent
class RestTokens {

    private static final int TOKEN_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final JdbcDevices devices;
    private final PrekeyUploads prekeys;
    private final Limits limits;
    private final Clock clock;
    private final SecureRandom random;

    @Inject
    RestTokens(JdbcDevices devices, PrekeyUploads prekeys, Limits limits, Clock clock, SecureRandom random) {
        this.devices = devices;
        this.prekeys = prekeys;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    Devices.Session open(Actor.Device device) {
        var token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        var expires = clock.instant().plus(limits.restTokenLife());
        devices.addSession(Hashes.sha256(token), device.device(), expires);
        var left = new Devices.PrekeysLeft(
                prekeys.left(device.device(), PrekeyType.PREKEY_TYPE_P521),
                prekeys.left(device.device(), PrekeyType.PREKEY_TYPE_MLKEM1024));
        return new Devices.Session(device, Bytes.of(token), expires, left);
    }

    Optional<Actor.Device> find(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        return devices.session(Hashes.sha256(Bytes.parseBase64Url(token).toArray()), clock.instant());
    }

    void purge() {
        devices.purgeSessions(clock.instant());
    }
}
