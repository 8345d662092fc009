package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a policy says of devices.
 *
 * @param approval whether a further device has to be approved by one that is listed
 * @param maximum devices of one user, 1 to 16
 * @param lastSeen whether the day a device was last here is kept, for its own user to see
 * @param recoveryKey whether a user may come back by a recovery key on paper
 * @param identityChangeBlocks whether nothing is sent to a changed identity before the person decided
 */
public record DevicePolicy(
        boolean approval, int maximum, boolean lastSeen, boolean recoveryKey, boolean identityChangeBlocks) {

    /** What holds where nothing else is known: what a new network starts with, the strict one. */
    public static final DevicePolicy INITIAL = new DevicePolicy(true, 5, false, true, true);

    static DevicePolicy of(JsonNode json) {
        return new DevicePolicy(
                json.path("deviceApproval").asBoolean(INITIAL.approval),
                json.path("devicesMaximum").asInt(INITIAL.maximum),
                json.path("lastSeenAllowed").asBoolean(INITIAL.lastSeen),
                json.path("recoveryKeyAllowed").asBoolean(INITIAL.recoveryKey),
                json.path("identityChangeBlocks").asBoolean(INITIAL.identityChangeBlocks));
    }

    void putInto(ObjectNode json) {
        json.put("deviceApproval", approval)
                .put("devicesMaximum", maximum)
                .put("lastSeenAllowed", lastSeen)
                .put("recoveryKeyAllowed", recoveryKey)
                .put("identityChangeBlocks", identityChangeBlocks);
    }
}
