package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Which texts devices were sent and have to show, and which they showed. */
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
        shown.computeIfAbsent(text, made -> new HashSet<>()).add(by);
    }

    /** Nobody owes this device the text of this envelope any more. */
    void excuse(MessageId envelope, DeviceAddress device) {
        Optional.ofNullable(owed.get(in(envelope).message())).ifPresent(devices -> devices.remove(device));
    }

    /** Lost, refused or too late: the text it holds, or the one it asks for, is not owed to who waits for it. */
    void excuse(Mail mail) {
        excuse(mail.draft().id(), mail.to());
        excuseQuestion(mail.draft(), mail.from());
    }

    /** It never leaves: a text that those who waited don't get now, or a question that is never asked. */
    void dropped(Draft draft, DeviceAddress from) {
        draft.again()
                .ifPresent(again -> again.devices()
                        .forEach(device -> Optional.ofNullable(owed.get(again.message()))
                                .ifPresent(devices -> devices.remove(device))));
        excuseQuestion(draft, from);
    }

    private void excuseQuestion(Draft draft, DeviceAddress asker) {
        if (draft.content() instanceof MessageContent.NotOpened asking) {
            excuse(asking.message(), asker);
        }
    }

    /** A receipt claims that a device has these. */
    void requireShown(Collection<MessageId> reported, DeviceAddress by) {
        for (var id : reported) {
            var draft = Optional.ofNullable(envelopes.get(id))
                    .filter(sent -> sent.content().isText());
            draft.ifPresent(text -> assertThat(shown.getOrDefault(text.message(), Set.of()))
                    .as("what is reported was shown")
                    .contains(by));
        }
    }

    void requireKept(Predicate<DeviceAddress> isThere) {
        owed.forEach((text, devices) -> assertThat(shown.getOrDefault(text, Set.of()))
                .as("every device it was sealed for, and that is still there, showed it")
                .containsAll(devices.stream().filter(isThere).toList()));
    }

    void requireShownBy(MessageId text, Collection<DeviceAddress> devices) {
        assertThat(shown.getOrDefault(text, Set.of())).as("shown by all").containsAll(devices);
    }
}
