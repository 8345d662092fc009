package org.mayfly.system.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened to messages under faults, as the clients saw it: told while the run goes on, from any thread; judged at
 * its end.
 */
public final class History {

    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<String, List<String>> shown = new HashMap<>();

    private static final class Sent {
        private final String sender;
        private final Set<String> recipients;
        private final int order;
        private boolean acknowledged;

        private Sent(String sender, Set<String> recipients, int order) {
            this.sender = sender;
            this.recipients = recipients;
            this.order = order;
        }
    }

    /** A sender is about to submit, for the first time, a message; its submissions are told in their order. */
    public synchronized void submitting(String sender, String message, Set<String> recipients) {
        if (sent.put(message, new Sent(sender, Set.copyOf(recipients), sent.size())) != null) {
            throw new IllegalArgumentException("message submitted under an id that was used");
        }
    }

    /** The sender holds the server's receipt. */
    public synchronized void acknowledged(String message) {
        var known = sent.get(message);
        if (known == null) {
            throw new IllegalArgumentException("receipt for a message that was not submitted");
        }
        known.acknowledged = true;
    }

    /** A recipient showed the message to its person. */
    public synchronized void shown(String recipient, String message) {
        shown.computeIfAbsent(recipient, whoever -> new ArrayList<>()).add(message);
    }

    public synchronized Judgement judge() {
        var lost = new ArrayList<String>();
        sent.forEach((message, known) -> known.recipients.stream()
                .filter(recipient -> known.acknowledged
                        && !shown.getOrDefault(recipient, List.of()).contains(message))
                .forEach(recipient -> lost.add(message + " to " + recipient)));
        var duplicated = new ArrayList<String>();
        var invented = new ArrayList<String>();
        var inverted = new ArrayList<String>();
        shown.forEach((recipient, messages) -> {
            var seen = new HashSet<String>();
            var last = new HashMap<String, Integer>();
            for (var message : messages) {
                var known = sent.get(message);
                if (known == null || !known.recipients.contains(recipient)) {
                    invented.add(message + " to " + recipient);
                } else if (!seen.add(message)) {
                    duplicated.add(message + " to " + recipient);
                } else if (last.merge(known.sender, known.order, Math::max) > known.order) {
                    inverted.add(message + " to " + recipient);
                }
            }
        });
        var acknowledged =
                sent.values().stream().filter(known -> known.acknowledged).count();
        return new Judgement(sent.size(), acknowledged, lost, duplicated, invented, inverted);
    }

    /**
     * What the history says. Messages submitted and never acknowledged may have been delivered or not.
     *
     * @param lost acknowledged, but not shown to a recipient
     * @param duplicated shown twice to the same recipient
     * @param invented shown, but never sent to that recipient
     * @param inverted shown after a later message of the same sender
     */
    public record Judgement(
            long submitted,
            long acknowledged,
            List<String> lost,
            List<String> duplicated,
            List<String> invented,
            List<String> inverted) {

        public boolean clean() {
            return lost.isEmpty() && duplicated.isEmpty() && invented.isEmpty() && inverted.isEmpty();
        }
    }
}
