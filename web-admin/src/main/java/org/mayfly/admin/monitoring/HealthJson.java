package org.mayfly.admin.monitoring;

import org.mayfly.messaging.health.Monitoring.Report;
import org.mayfly.messaging.signal.Part;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import jakarta.json.Json;

/** {@code {"live":…, "ready":…, "parts":{PART: "up" or "down", …}}}, the parts in their order. */
final class HealthJson {

    private HealthJson() {}

    static byte[] of(Report report) {
        var parts = Json.createObjectBuilder();
        for (var part : Part.values()) {
            parts.add(
                    part.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    report.parts().getOrDefault(part, false) ? "up" : "down");
        }
        return Json.createObjectBuilder()
                .add("live", report.live())
                .add("ready", report.ready())
                .add("parts", parts)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
