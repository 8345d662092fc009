package org.mayfly.admin.policy;

import org.mayfly.messaging.policy.DevicePolicy;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** What a policy says of devices, as it is being chosen. Every choice the page offers fits. */
public class DeviceForm implements Serializable {

    private static final long serialVersionUID = 1L;

    private boolean approval;
    private int maximum;
    private boolean lastSeen;
    private boolean recoveryKey;
    private boolean identityChangeBlocks;

    DeviceForm(DevicePolicy policy) {
        approval = policy.approval();
        maximum = policy.maximum();
        lastSeen = policy.lastSeen();
        recoveryKey = policy.recoveryKey();
        identityChangeBlocks = policy.identityChangeBlocks();
    }

    DevicePolicy policy() {
        return new DevicePolicy(approval, maximum, lastSeen, recoveryKey, identityChangeBlocks);
    }

    /** How many devices a person may be allowed. */
    public List<Integer> getNumbers() {
        return IntStream.rangeClosed(1, DevicePolicy.MOST).boxed().toList();
    }

    public boolean isApproval() {
        return approval;
    }

    public void setApproval(boolean approval) {
        this.approval = approval;
    }

    public int getMaximum() {
        return maximum;
    }

    public void setMaximum(int maximum) {
        this.maximum = maximum;
    }

    public boolean isLastSeen() {
        return lastSeen;
    }

    public void setLastSeen(boolean lastSeen) {
        this.lastSeen = lastSeen;
    }

    public boolean isRecoveryKey() {
        return recoveryKey;
    }

    public void setRecoveryKey(boolean recoveryKey) {
        this.recoveryKey = recoveryKey;
    }

    public boolean isIdentityChangeBlocks() {
        return identityChangeBlocks;
    }

    public void setIdentityChangeBlocks(boolean identityChangeBlocks) {
        this.identityChangeBlocks = identityChangeBlocks;
    }
}
