package org.mayfly.system.promise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A row of the table in {@code docs/promises.md}. */
record Criterion(String id, String title, List<String> parts) {

    private static final Pattern ROW =
            Pattern.compile("^\\| ((?:P\\d+\\.\\d+|R\\d+|S\\d+)) \\| (.+) \\| ([a-z, ]+) \\|$", Pattern.MULTILINE);

    Criterion {
        parts = List.copyOf(parts);
    }

    /** In the order of the page. */
    static List<Criterion> read(Path page) throws IOException {
        return ROW.matcher(Files.readString(page))
                .results()
                .map(row -> new Criterion(
                        row.group(1), row.group(2), Arrays.asList(row.group(3).split(", ?"))))
                .toList();
    }
}
