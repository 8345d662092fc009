package org.mayfly.messaging.device;

import org.mayfly.messaging.config.ServerSettings;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.limits.AccountLimits;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.signed.SignedInput.LogInTarget;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.verification.Fault;
import org.mayfly.protocol.verification.LogInVerification;
import org.mayfly.protocol.verification.LogInVerification.ProvenLogIn;
import org.mayfly.protocol.wire.LogIn;

import java.time.Clock;
import java.time.Duration;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Judges a log-in: signature over this connection's nonce, then clock, then whether the user may, then how often, then
 * whether the device's store is the newest. Only what is signed counts against a device's limit.
 */
@Dependent
class DeviceLogIn {

    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final LogInVerification verification = new LogInVerification(CryptoProvider.preferred());
    private final JdbcDevices devices;
    private final AccountLimits limits;
    private final ServerSettings settings;
    private final Clock clock;

    @Inject
    DeviceLogIn(JdbcDevices devices, AccountLimits limits, ServerSettings settings, Clock clock) {
        this.devices = devices;
        this.limits = limits;
        this.settings = settings;
        this.clock = clock;
    }

    ProvenLogIn prove(Bytes nonce, LogIn logIn) {
        var claim = verification.claim(logIn).orElseThrow(DeviceLogIn::refusal);
        var stored =
                devices.findForLogIn(claim.network(), claim.address()).orElseThrow(Reason.UNAUTHENTICATED::refused);
        var target = new LogInTarget(settings.serverName(), nonce);
        var proven = claim.prove(target, stored.signingKey(), clock.instant()).orElseThrow(DeviceLogIn::refusal);
        if (stored.suspended()) {
            throw Reason.SUSPENDED.refused();
        }
        limits.count(Setting.LOG_INS, WINDOW, proven.address().device().value(), 1);
        if (proven.storeGeneration() <= stored.storeGeneration()) {
            // A copy of the store, or one restored from a backup: its one-time keys may have been used.
            throw Reason.UNAUTHENTICATED.refused();
        }
        devices.recordGeneration(proven.address().device(), proven.storeGeneration(), clock.instant());
        return proven;
    }

    private static RefusedException refusal(Fault fault) {
        return switch (fault) {
            case MALFORMED -> Reason.MALFORMED.refused();
            case WRONG_TIME -> Reason.CLOCK_OFF.refused();
            case INVALID_SIGNATURE, WRONG_OWNER, WRONG_TYPE, WRONG_ROOT -> Reason.UNAUTHENTICATED.refused();
        };
    }
}
