package org.mayfly.system.story;

import com.microsoft.playwright.Page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What keeps people out: the findings of axe on every screen that was pictured. */
final class Barriers {

    /** As the messenger's build brought it. */
    private static final Path AXE =
            Path.of(System.getProperty("mayfly.axe", "../web-messenger/node_modules/axe-core/axe.min.js"));

    private static final String LOOK = """
            async () => {
              const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
              const { violations } = await axe.run(document, { runOnly });
              return violations.map(({ id, nodes }) =>
                `${id}: ${nodes.map(({ target, any }) =>
                  `${target.flat().join(" ")} ${any.map(({ message }) => message).join("; ")}`).join(" | ")}`);
            }""";

    private static final List<String> FOUND = new ArrayList<>();

    private Barriers() {}

    /** Looks at a screen, and remembers what it finds. */
    static void look(Page page, String screen) {
        on(page).forEach(finding -> FOUND.add(screen + ": " + finding));
    }

    /** On this screen now: the rule that is broken, and where. */
    static List<String> on(Page page) {
        try {
            page.evaluate(Files.readString(AXE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ((List<?>) page.evaluate(LOOK)).stream().map(String::valueOf).toList();
    }

    /** On all screens so far. */
    static List<String> found() {
        return List.copyOf(FOUND);
    }
}
