package org.mayfly.endpoint.rest.authentication;

import org.jspecify.annotations.Nullable;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.refusal.Reason;

import java.util.regex.Pattern;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * From {@code Authorization: Bearer TOKEN} to an actor: {@code mfa_…} is an operator's tool, all else the REST token of a
 * device's log-in. Whether the actor may do a thing is the ports' to say.
 */
@Dependent
public class Bearer {

    private static final Pattern HEADER = Pattern.compile("Bearer ([A-Za-z0-9_-]{16,128})", Pattern.CASE_INSENSITIVE);
    private static final String API_TOKEN = "mfa_";

    private final Devices devices;
    private final ApiTokens apiTokens;

    @Inject
    public Bearer(Devices devices, ApiTokens apiTokens) {
        this.devices = devices;
        this.apiTokens = apiTokens;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException unauthenticated */
    public Actor actor(@Nullable String authorization) {
        var header = HEADER.matcher(authorization == null ? "" : authorization);
        if (!header.matches()) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        var token = header.group(1);
        return token.startsWith(API_TOKEN) ? apiTokens.authenticate(token) : devices.authenticate(token);
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException unauthenticated; forbidden to anything but a device */
    public Actor.Device device(@Nullable String authorization) {
        if (actor(authorization) instanceof Actor.Device device) {
            return device;
        }
        throw Reason.FORBIDDEN.refused();
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
