package org.mayfly.system.operation;

import org.mayfly.system.Installation;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one answer of {@code /admin/metrics} said: the value of each series, by its name and labels as they stand. */
record Scrape(String text, Map<String, Double> series) {

    private static final Pattern LINE = Pattern.compile("^([a-z_]+(?:\\{[^}]*})?) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("[a-z_]+=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);

    static Scrape of(Installation installation, String token) throws Exception {
        var answer = ask(installation, "/admin/metrics", token);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new Scrape(
                answer.body(),
                LINE.matcher(answer.body())
                        .results()
                        .collect(Collectors.toMap(line -> line.group(1), line -> Double.parseDouble(line.group(2)))));
    }

    static HttpResponse<String> ask(Installation installation, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(installation.adminUrl().resolve(path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return installation.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    double value(String name) {
        var value = series.get(name);
        if (value == null) {
            throw new AssertionError(name + " is not among " + series.keySet());
        }
        return value;
    }

    /** Names and types as the text declares them. */
    Set<String> declared() {
        return TYPE.matcher(text)
                .results()
                .map(type -> type.group(1) + " " + type.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every value of every label. */
    Set<String> labels() {
        return LABEL.matcher(text)
                .results()
                .map(label -> label.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
