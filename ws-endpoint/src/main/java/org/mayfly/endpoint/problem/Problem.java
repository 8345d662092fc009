package org.mayfly.endpoint.problem;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.DeviceId;

import java.time.Duration;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import jakarta.json.Json;

/**
 * A problem document of RFC 9457. Its sentences come from the catalogue {@code Problems.properties}.
 *
 * @param code of {@code docs/refusals.md}; empty where HTTP's own status says all
 * @param retryAfter zero: don't
 * @param incident id of the log entry of a bug
 */
public record Problem(
        int status, Optional<String> code, Duration retryAfter, List<DeviceId> devices, Optional<String> incident) {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final ResourceBundle SENTENCES = ResourceBundle.getBundle("org.mayfly.endpoint.problem.Problems");

    public static Problem of(Refused refused) {
        return new Problem(
                Statuses.of(refused.reason()),
                Optional.of(refused.code()),
                refused.retryAfter(),
                refused.devices(),
                Optional.empty());
    }

    /** A refusal of HTTP itself: no such page, no such method. */
    public static Problem ofStatus(int status) {
        return reasonOf(status)
                .map(reason -> of(Refused.plain(reason)))
                .orElseGet(() -> new Problem(status, Optional.empty(), Duration.ZERO, List.of(), Optional.empty()));
    }

    /** What HTTP refuses by itself and docs/refusals.md has a code for. */
    static Optional<Reason> reasonOf(int status) {
        return switch (status) {
            case 400 -> Optional.of(Reason.MALFORMED);
            case 413 -> Optional.of(Reason.TOO_LARGE);
            default -> Optional.empty();
        };
    }

    /** A bug, written down under this id. */
    public static Problem ofFailure(String incident) {
        return new Problem(500, Optional.of("internal"), Duration.ZERO, List.of(), Optional.of(incident));
    }

    /** Seconds for the Retry-After header, rounded up; zero: none. */
    public long retryAfterSeconds() {
        return retryAfter.plusMillis(999).toSeconds();
    }

    public String toJson() {
        var key = code.orElse("status-" + status);
        var json = Json.createObjectBuilder()
                .add("type", code.map(c -> "urn:mayfly:refusal:" + c).orElse("about:blank"))
                .add("title", sentence(key + ".title"))
                .add("status", status)
                .add("detail", sentence(key + ".detail"));
        code.ifPresent(c -> json.add("code", c));
        incident.ifPresent(i -> json.add("instance", "urn:mayfly:incident:" + i));
        if (!retryAfter.isZero()) {
            json.add("retryAfterMs", retryAfter.toMillis());
        }
        if (!devices.isEmpty()) {
            var array = Json.createArrayBuilder();
            devices.forEach(device -> array.add(device.toString()));
            json.add("devices", array);
        }
        return json.build().toString();
    }

    private static String sentence(String key) {
        try {
            return SENTENCES.getString(key);
        } catch (MissingResourceException absent) {
            return SENTENCES.getString(key.endsWith(".title") ? "other.title" : "other.detail");
        }
    }
}
