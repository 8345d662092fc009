package org.mayfly.client.relay;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One device: what others can claim of it, what waits for it. */
final class RelayDevice {
    final ByteString id;
    final LinkedHashMap<Long, Deliver> mailbox = new LinkedHashMap<>();
    Optional<RelaySocket> socket = Optional.empty();
    private final Map<PrekeyType, Deque<ClaimedPrekey>> pools = new EnumMap<>(PrekeyType.class);

    RelayDevice(ByteString id) {
        this.id = id;
    }

    Deque<ClaimedPrekey> pool(PrekeyType type) {
        return pools.computeIfAbsent(type, made -> new ArrayDeque<>());
    }

    /** The envelope behind so many others waits no longer; behind all of them again once this is run. */
    Runnable keepBack(int older) {
        var row = mailbox.keySet().stream().skip(older).findFirst().orElseThrow();
        var kept = mailbox.remove(row);
        return () -> mailbox.put(-row, kept);
    }
}
