package org.mayfly.messaging.prekey;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** How many keys of which device a claim asks for. */
record Wanted(DeviceAddress address, int count) {

    private static final Set<PrekeyType> TYPES = Set.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024);
    private static final int MOST_KEYS = Limits.CLAIMED_OF_A_DEVICE;
    private static final int MOST_DEVICES = 1_000;

    /**
     * In ascending order of the device.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed: no known type, no or over 1,000 devices,
     *     one of them twice, a count outside 1 to 64
     */
    static List<Wanted> parse(ClaimPrekeys claim) {
        int devices = claim.getWantedCount();
        if (!TYPES.contains(claim.getType()) || devices < 1 || devices > MOST_DEVICES) {
            throw Reason.MALFORMED.refused();
        }
        var wanted = claim.getWantedList().stream()
                .map(Wanted::parse)
                .sorted(Comparator.comparing(one -> one.address().device()))
                .toList();
        if (wanted.stream().map(one -> one.address().device()).distinct().count() < devices) {
            throw Reason.MALFORMED.refused();
        }
        return wanted;
    }

    private static Wanted parse(ClaimPrekeys.Wanted wire) {
        if (wire.getUser().size() != 16 || wire.getDevice().size() != 16) {
            throw Reason.MALFORMED.refused();
        }
        if (wire.getCount() < 1 || wire.getCount() > MOST_KEYS) {
            throw Reason.MALFORMED.refused();
        }
        return new Wanted(
                new DeviceAddress(
                        UserId.of(wire.getUser().toByteArray()),
                        DeviceId.of(wire.getDevice().toByteArray())),
                wire.getCount());
    }
}
