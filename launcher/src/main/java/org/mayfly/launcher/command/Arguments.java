package org.mayfly.launcher.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line taken apart.
 *
 * @param words what is not an option
 * @param options values by name, without dashes
 */
record Arguments(List<String> words, Map<String, String> options) {
    /** @throws UsageError if an option has no value or stands twice */
    static Arguments parse(String[] line) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int index = 0; index < line.length; index++) {
            String part = line[index];
            if (!part.startsWith("--") || part.equals("--help")) {
                words.add(part);
                continue;
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? part.substring(2) : part.substring(2, equals);
            if (equals < 0 && ++index == line.length) {
                throw new UsageError("--" + name + " needs a value.");
            }
            if (options.put(name, equals < 0 ? line[index] : part.substring(equals + 1)) != null) {
                throw new UsageError("--" + name + " is given twice.");
            }
        }
        return new Arguments(List.copyOf(words), Map.copyOf(options));
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    void allow(String... names) {
        options.keySet().stream()
                .filter(name -> !List.of(names).contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new UsageError("--" + name + " is no option of this command.");
                });
    }
}
