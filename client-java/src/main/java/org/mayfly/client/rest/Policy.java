package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;

/**
 * What users of a network compose under. Whole seconds.
 *
 * @param burnDefault zero: off
 * @param burnMaximum zero: burn-on-read is not offered
 * @param classicalSuiteAllowed whether suite 0x0001 may be used where one of the two devices knows no better
 * @param devices what holds for devices
 */
public record Policy(
        long version,
        Duration expirationMinimum,
        Duration expirationDefault,
        Duration expirationMaximum,
        Duration burnDefault,
        Duration burnMaximum,
        boolean userMayChoose,
        boolean classicalSuiteAllowed,
        DevicePolicy devices) {

    public static Policy of(JsonNode json) {
        return new Policy(
                json.path("version").asLong(),
                seconds(json, "expirationMinimum"),
                seconds(json, "expirationDefault"),
                seconds(json, "expirationMaximum"),
                seconds(json, "burnDefault"),
                seconds(json, "burnMaximum"),
                json.path("userMayChoose").asBoolean(),
                json.path("classicalSuiteAllowed").asBoolean(),
                DevicePolicy.of(json));
    }

    public ObjectNode toJson() {
        var json = Rest.object()
                .put("version", version)
                .put("expirationMinimum", expirationMinimum.toSeconds())
                .put("expirationDefault", expirationDefault.toSeconds())
                .put("expirationMaximum", expirationMaximum.toSeconds())
                .put("burnDefault", burnDefault.toSeconds())
                .put("burnMaximum", burnMaximum.toSeconds())
                .put("userMayChoose", userMayChoose)
                .put("classicalSuiteAllowed", classicalSuiteAllowed);
        devices.putInto(json);
        return json;
    }

    private static Duration seconds(JsonNode json, String field) {
        return Duration.ofSeconds(json.path(field).asLong());
    }
}
