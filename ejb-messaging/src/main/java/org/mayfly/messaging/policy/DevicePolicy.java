package org.mayfly.messaging.policy;

/**
 * What holds for the devices of a network's users.
 *
 * @param approval whether a further device has to be approved by one that is listed
 * @param maximum devices of one user, 1 to 16
 * @param lastSeen whether the day a device was last here is kept, for its own user to see
 * @param recoveryKey whether a user may come back by a recovery key on paper
 * @param identityChangeBlocks whether nothing is sent to a changed identity before the person decided
 */
public record DevicePolicy(
        boolean approval, int maximum, boolean lastSeen, boolean recoveryKey, boolean identityChangeBlocks) {

    /** The most a device list can hold. */
    public static final int MOST = org.mayfly.protocol.Limits.DEVICES_PER_USER;

    /** What a new network starts with. */
    public static final DevicePolicy INITIAL = new DevicePolicy(true, 5, false, true, true);

    boolean isInRange() {
        return maximum >= 1 && maximum <= MOST;
    }
}
