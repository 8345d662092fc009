package org.mayfly.messaging.signal;

import org.mayfly.messaging.refusal.Reason;

import java.util.List;
import java.util.Locale;

/** What only goes up and is told apart by the constants of one enum. docs/operating.md is checked against this list. */
public enum CountBy {
    REFUSALS("code", Reason.values(), "Refusals over REST and on the socket, by their code in docs/refusals.md."),
    LOG_INS("outcome", LogIn.values(), "Log-ins of devices."),
    CONNECTIONS_ENDED("reason", Ending.values(), "Sockets that the server ended.");

    private final String label;
    private final List<? extends Enum<?>> constants;
    private final String meaning;

    CountBy(String label, Enum<?>[] constants, String meaning) {
        this.label = label;
        this.constants = List.of(constants);
        this.meaning = meaning;
    }

    /** As it is scraped. */
    public String metric() {
        return stem() + "_total";
    }

    String stem() {
        return "mayfly_" + name().toLowerCase(Locale.ROOT);
    }

    String label() {
        return label;
    }

    /** Each by its ordinal. */
    List<? extends Enum<?>> constants() {
        return constants;
    }

    String meaning() {
        return meaning;
    }
}
