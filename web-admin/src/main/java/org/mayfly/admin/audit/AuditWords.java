package org.mayfly.admin.audit;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.words.Words;
import org.mayfly.messaging.audit.AuditTrail.Event;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** An audit event in words. What has no words here is shown as it was recorded. */
@Named("auditWords")
@ApplicationScoped
public class AuditWords {

    /** Values that are recorded in seconds. */
    private static final Set<String> LIVES =
            Set.of("expirationMinimum", "expirationDefault", "expirationMaximum", "burnDefault", "burnMaximum");

    /** Values that are recorded in milliseconds since 1970. */
    private static final Set<String> MOMENTS = Set.of("expires", "invitationExpires");

    private final Words words;

    @Inject
    public AuditWords(Words words) {
        this.words = words;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected AuditWords() {
        this(null);
    }

    public String action(Event event) {
        return words.known("audit.action.", event.action());
    }

    /** The kind of actor in words. */
    public String actor(Event event) {
        var colon = event.actor().indexOf(':');
        return words.known(
                "audit.actor.", colon < 0 ? event.actor() : event.actor().substring(0, colon));
    }

    /** Empty for an actor without an id. */
    public String actorId(Event event) {
        var colon = event.actor().indexOf(':');
        return colon < 0 ? "" : event.actor().substring(colon + 1);
    }

    /** The name of what was changed, as the event recorded it: the newer one. Empty where it recorded none. */
    public String nameIn(Event event) {
        var before = parse(event.before());
        return parse(event.after()).getString("name", before.getString("name", ""));
    }

    /**
     * Values that differ between before and after, a line each.
     *
     * @param networkNames the name of a network by its id, or the id itself
     */
    public List<String> changes(Event event, UnaryOperator<String> networkNames) {
        var before = parse(event.before());
        var after = parse(event.after());
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var lines = new ArrayList<String>();
        for (var name : names) {
            var was = said(name, before.get(name), networkNames);
            var is = said(name, after.get(name), networkNames);
            if (!was.equals(is)) {
                lines.add(line(words.known("audit.value.", name), was, is));
            }
        }
        return lines;
    }

    private String line(String name, String was, String is) {
        if (was.isEmpty()) {
            return words.of("audit.set", name, is);
        }
        return is.isEmpty() ? words.of("audit.removed", name, was) : words.of("audit.changed", name, was, is);
    }

    private static JsonObject parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        } catch (JsonException unreadable) {
            return JsonObject.EMPTY_JSON_OBJECT;
        }
    }

    private String said(String name, @Nullable JsonValue value, UnaryOperator<String> networkNames) {
        if (value == null || value == JsonValue.NULL) {
            return "";
        }
        if (value instanceof JsonNumber number && LIVES.contains(name)) {
            return number.longValue() == 0 ? words.of("unit.OFF") : words.life(Duration.ofSeconds(number.longValue()));
        }
        if (value instanceof JsonNumber number && MOMENTS.contains(name)) {
            return words.moment(Instant.ofEpochMilli(number.longValue()));
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return words.of(value == JsonValue.TRUE ? "yes" : "no");
        }
        if (value instanceof JsonString string) {
            return switch (name) {
                case "state" -> words.known("state.", string.getString().toUpperCase(Locale.ROOT));
                case "network" -> networkNames.apply(string.getString());
                default -> string.getString();
            };
        }
        return value.toString();
    }
}
