package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Which texts devices were sent and have to show, once, and which they showed. */
final class Promises {

    private final Map<MessageId, Draft> envelopes = new HashMap<>();
    private final Map<MessageId, Set<DeviceAddress>> owed = new HashMap<>();
    private final Map<MessageId, Set<DeviceAddress>> shown = new HashMap<>();

    void sent(Draft draft, DeviceAddress to) {
        envelopes.put(draft.id(), draft);
        if (draft.content().isText()) {
            owed.computeIfAbsent(draft.message(), made -> new HashSet<>()).add(to);
        }
    }

    Draft in(MessageId envelope) {
        return Optional.ofNullable(envelopes.get(envelope)).orElseThrow();
    }

    void shown(MessageId text, DeviceAddress by) {
        var devices = shown.computeIfAbsent(text, made -> new HashSet<>());
        assertThat(devices.add(by)).as("shown once").isTrue();
    }

    /** Its life is over before all could get it. */
    void expired(Draft draft) {
        owed.remove(draft.message());
    }

    /** Nobody owes this device the text of this envelope any more. */
    void excuse(MessageId envelope, DeviceAddress device) {
        Optional.ofNullable(owed.get(in(envelope).message())).ifPresent(devices -> devices.remove(device));
    }

    void requireKept(Predicate<DeviceAddress> isThere) {
        owed.forEach((text, devices) -> assertThat(shown.getOrDefault(text, Set.of()))
                .as("every device it was sealed for, and that is still there, showed it")
                .containsAll(devices.stream().filter(isThere).toList()));
    }
}
