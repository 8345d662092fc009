package org.mayfly.system.docs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Every relative link and every file that a page names in its links is there. */
class LinksTest {

    private static final Path ROOT = Path.of("..");
    private static final Set<String> BUILT = Set.of("target", "node_modules", ".git");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    @Test
    void every_relative_link_leads_somewhere() throws IOException {
        assertThat(pages(ROOT)).as("pages").hasSizeGreaterThan(10);
        assertThat(broken(ROOT)).isEmpty();
    }

    @Test
    void a_planted_broken_link_is_found(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("page.md"), "see [there](there.md) and [the web](https://example.org)");
        assertThat(broken(folder)).containsExactly("page.md: there.md");
    }

    private static List<String> broken(Path root) throws IOException {
        return pages(root).stream().flatMap(page -> broken(root, page)).toList();
    }

    private static Stream<String> broken(Path root, Path page) {
        try {
            return LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .map(target -> root.relativize(page) + ": " + target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> pages(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> Stream.iterate(root.relativize(file), part -> part != null, Path::getParent)
                            .noneMatch(part -> BUILT.contains(String.valueOf(part.getFileName()))))
                    .toList();
        }
    }
}
