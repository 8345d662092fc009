package org.mayfly.admin.words;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.refusal.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The bundle holds every sentence that is used, and no other. */
class BundleTest {

    private static final Path JAVA = Path.of("src/main/java");
    private static final Path PAGES = Path.of("src/main/webapp");

    /** Keys that are made of a prefix and a value; the value's possible ends are listed by their own tests. */
    private static final Set<String> PREFIXES =
            Set.of("refusal.", "state.", "strength.", "unit.", "audit.action.", "audit.actor.", "audit.value.");

    @Test
    void every_sentence_that_is_used_is_defined() throws IOException {
        assertThat(defined()).containsAll(used());
    }

    @Test
    void every_sentence_that_is_defined_is_used() throws IOException {
        var used = used();
        assertThat(defined().stream()
                        .filter(key -> PREFIXES.stream().noneMatch(key::startsWith))
                        .filter(key -> !used.contains(key)))
                .isEmpty();
    }

    @Test
    void every_sentence_about_a_refusal_belongs_to_a_reason() throws IOException {
        var reasons = Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toSet());
        assertThat(defined().stream()
                        .filter(key -> key.startsWith("refusal."))
                        .map(key -> key.substring("refusal.".length())))
                .isSubsetOf(Stream.concat(reasons.stream(), Stream.of("other", "again-in"))
                        .toList());
    }

    @Test
    void a_reason_an_administrator_can_meet_has_a_sentence_of_its_own() {
        assertThat(Stream.of(
                        Reason.FORBIDDEN,
                        Reason.UNKNOWN_NETWORK,
                        Reason.UNKNOWN_USER,
                        Reason.NO_IDENTITY,
                        Reason.IDENTITY_CHANGES_PASS,
                        Reason.IDENTITY_ENDED_LATELY,
                        Reason.NAME_TAKEN,
                        Reason.NAME_UNUSABLE,
                        Reason.POLICY_OUT_OF_RANGE,
                        Reason.WEAK_PASSWORD,
                        Reason.WRONG_CREDENTIALS,
                        Reason.SETUP_CLOSED,
                        Reason.RATE_LIMITED,
                        Reason.BUSY))
                .allMatch(Words::hasSentence);
    }

    /** A straight apostrophe would swallow the values after it. */
    @Test
    void every_sentence_is_a_sound_pattern() throws IOException {
        var bundle = bundle();
        for (var key : bundle.stringPropertyNames()) {
            var sentence = bundle.getProperty(key);
            assertThat(sentence).as(key).isNotBlank().doesNotContain("'").doesNotContain("!");
            if (!key.equals("table.report")) {
                assertThat(new MessageFormat(sentence, Locale.ENGLISH)).as(key).isNotNull();
            }
        }
    }

    private static Set<String> defined() throws IOException {
        return new TreeSet<>(bundle().stringPropertyNames());
    }

    private static Set<String> used() throws IOException {
        var defined = defined();
        var quoted = Pattern.compile("['\"]([a-zA-Z0-9.-]+)['\"]");
        var direct = Pattern.compile("words\\['([a-zA-Z0-9.-]+)'\\]");
        var used = new TreeSet<String>();
        for (var file : files()) {
            var text = Files.readString(file);
            direct.matcher(text).results().map(found -> found.group(1)).forEach(used::add);
            quoted.matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .filter(key -> defined.contains(key))
                    .forEach(used::add);
            Pattern.compile("words\\.of\\(\\s*\"([^\"]+)\"")
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .forEach(used::add);
        }
        return used;
    }

    private static Iterable<Path> files() throws IOException {
        try (var java = Files.walk(JAVA);
                var pages = Files.walk(PAGES)) {
            return Stream.concat(java, pages)
                    .filter(file ->
                            file.toString().endsWith(".java") || file.toString().endsWith(".xhtml"))
                    .toList();
        }
    }

    private static Properties bundle() throws IOException {
        var bundle = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("src/main/resources/org/mayfly/admin/words.properties"))) {
            bundle.load(reader);
        }
        return bundle;
    }
}
