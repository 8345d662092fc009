package org.mayfly.system.promise;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of one run, as {@code promises.json} and {@code index.html}. */
record PromiseReport(String version, String commit, Instant date, List<Verdict> verdicts) {

    PromiseReport {
        verdicts = List.copyOf(verdicts);
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("promises.json").toFile(), asJson());
        Files.writeString(folder.resolve("index.html"), asHtml());
    }

    private Map<String, Object> asJson() {
        return Map.of(
                "version",
                version,
                "commit",
                commit,
                "date",
                date.toString(),
                "criteria",
                verdicts.stream().map(PromiseReport::asJson).toList());
    }

    private static Map<String, Object> asJson(Verdict verdict) {
        return Map.of(
                "id", verdict.criterion().id(),
                "title", verdict.criterion().title(),
                "status", verdict.status(),
                "missing", verdict.missing(),
                "checks",
                        verdict.checks().stream()
                                .map(check -> Map.of(
                                        "test", check.test(),
                                        "parts", check.parts(),
                                        "kind", lower(check.kind()),
                                        "result", lower(check.result()),
                                        "evidence", check.evidence()))
                                .toList());
    }

    private String asHtml() {
        var rows = new StringBuilder();
        for (var verdict : verdicts) {
            var checks = new StringBuilder();
            for (var check : verdict.checks()) {
                checks.append("<li>%s: %s (%s) %s</li>"
                        .formatted(
                                lower(check.result()),
                                escape(check.test()),
                                lower(check.kind()),
                                escape(check.evidence())));
            }
            verdict.missing().forEach(missing -> checks.append("<li>missing: " + escape(missing) + "</li>"));
            rows.append("<tr class=\"%s\"><th scope=row>%s</th><td>%s</td><td>%s</td><td><ul>%s</ul></td></tr>%n"
                    .formatted(
                            verdict.status().replace(' ', '-'),
                            verdict.criterion().id(),
                            escape(verdict.criterion().title()),
                            verdict.status(),
                            checks));
        }
        var verified = verdicts.stream()
                .filter(verdict -> verdict.status().equals("verified"))
                .count();
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Mayfly: promise report</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1c2428 }
                table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .5rem; border-top: 1px solid #ccd5d9 }
                ul { margin: 0; padding-left: 1rem } .verified td:nth-child(3) { color: #13612d } .failed td:nth-child(3) { color: #a31515 }
                </style>
                <h1>Promise report</h1>
                """
                + "<p>Version %s, commit %s, %s. %d of %d criteria verified against the deployed system.</p>%n"
                        .formatted(escape(version), escape(commit), date, verified, verdicts.size())
                + "<table><thead><tr><th>Id<th>Criterion<th>Status<th>Checks</tr></thead><tbody>" + rows
                + "</tbody></table></html>\n";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
