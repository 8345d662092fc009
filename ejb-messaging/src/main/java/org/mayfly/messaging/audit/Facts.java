package org.mayfly.messaging.audit;

import java.util.StringJoiner;

/**
 * The JSON object of an audit event: what was, or what is now. In the order given; values are text, numbers or truth
 * values.
 */
public final class Facts {

    /** Nothing was there. */
    public static final String NONE = "{}";

    private final StringJoiner members = new StringJoiner(",", "{", "}");

    public static Facts of(String name, Object value) {
        return new Facts().and(name, value);
    }

    public Facts and(String name, Object value) {
        boolean bare = value instanceof Number || value instanceof Boolean;
        members.add(quoted(name) + ":" + (bare ? value : quoted(value.toString())));
        return this;
    }

    public String json() {
        return members.toString();
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
