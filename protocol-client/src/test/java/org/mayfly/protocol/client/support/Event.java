package org.mayfly.protocol.client.support;

/** What a run has to have met, to mean something. */
public enum Event {
    TEXT,
    ENROLLED,
    REVOKED,
    RESENT_TO_WHO_WAITED,
    REPEATED_BECAUSE_ASKED,
    LOST,
    REPLAY_DROPPED,
    DEVICE_SET_BACK,
    SET_BACK_DEVICE_SHUT_OUT,
    SERVER_SET_BACK,
    OLDER_LIST_REFUSED
}
