package org.mayfly.endpoint.rest.json;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

/** Ids in a path: what is not an id names nothing. */
public final class Ids {

    private Ids() {}

    public static NetworkId network(String segment) {
        try {
            return NetworkId.parse(segment);
        } catch (IllegalArgumentException noId) {
            throw Reason.UNKNOWN_NETWORK.refused();
        }
    }

    public static DeviceId device(String segment) {
        try {
            return DeviceId.parse(segment);
        } catch (IllegalArgumentException noId) {
            throw Reason.UNKNOWN_DEVICE.refused();
        }
    }

    public static UserId user(String segment) {
        try {
            return UserId.parse(segment);
        } catch (IllegalArgumentException noId) {
            throw Reason.UNKNOWN_USER.refused();
        }
    }
}
