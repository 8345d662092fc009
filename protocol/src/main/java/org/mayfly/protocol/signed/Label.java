package org.mayfly.protocol.signed;

import java.nio.charset.StandardCharsets;

/** The closed list of what is ever signed. */
public enum Label {
    ENVELOPE("msgr/v1/env"),
    PREKEY_BATCH("msgr/v1/opk-batch"),
    DEVICE_LIST("msgr/v1/device-list"),
    ENROL("msgr/v1/enrol"),
    LOG_IN("msgr/v1/login"),
    RECOVER("msgr/v1/recover"),
    CONTROL("msgr/v1/control"),
    CHECKPOINT("msgr/v1/checkpoint");

    private final String text;

    Label(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    int length() {
        return text.getBytes(StandardCharsets.US_ASCII).length;
    }
}
