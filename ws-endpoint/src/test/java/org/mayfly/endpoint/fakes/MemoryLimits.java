package org.mayfly.endpoint.fakes;

import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what is counted for which source. */
public final class MemoryLimits implements SourceLimits {

    public final List<String> counted = new ArrayList<>();
    public boolean reached;

    @Override
    public void count(Limit limit, String sourceAddress) {
        count(limit, sourceAddress, Bytes.empty());
    }

    @Override
    public void count(Limit limit, String sourceAddress, Bytes account) {
        counted.add(limit + " " + sourceAddress + " " + account.toHex());
        if (reached) {
            throw Reason.RATE_LIMITED.refusedUntil(Duration.ofMinutes(30));
        }
    }
}
