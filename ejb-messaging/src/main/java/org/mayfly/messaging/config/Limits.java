package org.mayfly.messaging.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The settings that have a number: those set, and the standard for the rest. */
public record Limits(Map<Setting, Long> set) {

    /** Nothing set. */
    public static final Limits STANDARD = new Limits(Map.of());

    public Limits {
        set = Map.copyOf(set);
    }

    public long of(Setting setting) {
        return set.getOrDefault(setting, setting.standard());
    }

    public int count(Setting setting) {
        return Math.toIntExact(of(setting));
    }

    public Duration invitationLife() {
        return Duration.ofHours(of(Setting.INVITATION_LIFE));
    }

    public Duration restTokenLife() {
        return Duration.ofMinutes(of(Setting.REST_TOKEN_LIFE));
    }

    public long mailboxBytes() {
        return of(Setting.MAILBOX_SIZE) << 20;
    }

    /** The same limits with one changed. */
    public Limits with(Setting setting, long value) {
        var changed = new EnumMap<Setting, Long>(Setting.class);
        changed.putAll(set);
        changed.put(setting, value);
        return new Limits(changed);
    }
}
