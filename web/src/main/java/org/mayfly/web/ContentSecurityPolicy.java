package org.mayfly.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A content security policy (CSP level 3).
 *
 * @param directives sources by name, in order
 */
record ContentSecurityPolicy(Map<String, String> directives) {
    /** Nothing may be loaded, sent, framed or run. */
    static final ContentSecurityPolicy STRICT =
            parse("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    ContentSecurityPolicy {
        directives = new LinkedHashMap<>(directives);
    }

    static ContentSecurityPolicy parse(String policy) {
        Map<String, String> directives = new LinkedHashMap<>();
        for (String directive : policy.split(";")) {
            String[] parts = directive.strip().split("\\s+", 2);
            if (!parts[0].isEmpty()) {
                directives.put(parts[0], parts.length == 2 ? parts[1].strip() : "");
            }
        }
        return new ContentSecurityPolicy(directives);
    }

    /** This policy with directives replaced or added; a name that stands twice in a policy would count once. */
    ContentSecurityPolicy with(String more) {
        Map<String, String> merged = new LinkedHashMap<>(directives);
        merged.putAll(parse(more).directives());
        return new ContentSecurityPolicy(merged);
    }

    /** As the header has it. */
    String text() {
        return directives.entrySet().stream()
                .map(directive -> (directive.getKey() + " " + directive.getValue()).strip())
                .collect(Collectors.joining("; "));
    }
}
