package org.mayfly.endpoint.rest.authentication;

import org.jspecify.annotations.Nullable;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;

import java.util.Optional;
import java.util.regex.Pattern;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * From {@code Authorization: Bearer TOKEN} to an actor: {@code mfa_…} is an operator's tool, all else the REST token of a
 * device's log-in. Whether the actor may do a thing is the ports' to say.
 */
@Dependent
public class Bearer {

    /** The token of a device that agrees to what a returned person does, in the form of {@code Authorization}. */
    public static final String DEVICE_HEADER = "Device-Authorization";

    private static final Pattern HEADER = Pattern.compile("Bearer ([A-Za-z0-9_-]{16,128})", Pattern.CASE_INSENSITIVE);
    private static final String API_TOKEN = "mfa_";

    private final Devices devices;
    private final ApiTokens apiTokens;
    private final Recovery recovery;

    @Inject
    public Bearer(Devices devices, ApiTokens apiTokens, Recovery recovery) {
        this.devices = devices;
        this.recovery = recovery;
        this.apiTokens = apiTokens;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException unauthenticated */
    public Actor actor(@Nullable String authorization) {
        var token = token(authorization);
        return token.startsWith(API_TOKEN) ? apiTokens.authenticate(token) : devices.authenticate(token);
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException unauthenticated; forbidden to anything but a device */
    public Actor.Device device(@Nullable String authorization) {
        if (actor(authorization) instanceof Actor.Device device) {
            return device;
        }
        throw Reason.FORBIDDEN.refused();
    }

    /**
     * Who came back by passphrase or recovery key.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException unauthenticated
     */
    public Actor.Returned returned(@Nullable String authorization) {
        return recovery.authenticate(token(authorization));
    }

    /**
     * The device whose token stands beside another's; none where that header is absent.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException unauthenticated
     */
    public Optional<Actor.Device> beside(@Nullable String deviceAuthorization) {
        return deviceAuthorization == null
                ? Optional.empty()
                : Optional.of(devices.authenticate(token(deviceAuthorization)));
    }

    /**
     * For what everybody may ask: without a token nobody in particular.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException unauthenticated
     */
    public Actor deviceOrReturned(@Nullable String authorization) {
        if (authorization == null) {
            return new Actor.Anonymous();
        }
        var token = token(authorization);
        try {
            return recovery.authenticate(token);
        } catch (RefusedException noneWhoCameBack) {
            return devices.authenticate(token);
        }
    }

    private static String token(@Nullable String authorization) {
        var header = HEADER.matcher(authorization == null ? "" : authorization);
        if (!header.matches()) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        return header.group(1);
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException unauthenticated; forbidden to a device */
    public Actor operator(@Nullable String authorization) {
        var actor = actor(authorization);
        if (actor instanceof Actor.Device) {
            throw Reason.FORBIDDEN.refused();
        }
        return actor;
    }
}
