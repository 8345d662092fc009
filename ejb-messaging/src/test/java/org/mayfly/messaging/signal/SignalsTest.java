package org.mayfly.messaging.signal;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.refusal.Reason;

import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a scrape says, and what it can't. */
class SignalsTest {

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final Signals signals = new Signals();

    private String scraped() {
        return new String(signals.text(), StandardCharsets.UTF_8);
    }

    @Test
    void every_count_is_there_from_the_start_and_goes_up() {
        assertThat(scraped())
                .contains("# TYPE mayfly_connections_opened_total counter", "\nmayfly_connections_opened_total 0.0\n");
        signals.count(Count.CONNECTIONS_OPENED);
        signals.count(Count.CONNECTIONS_OPENED, 41);
        assertThat(scraped()).contains("\nmayfly_connections_opened_total 42.0\n");
    }

    @Test
    void refusals_log_ins_and_endings_are_told_apart_by_their_reason() {
        signals.refused(Reason.MAILBOX_FULL);
        signals.loggedIn(LogIn.REFUSED);
        signals.ended(Ending.TOO_SLOW);
        assertThat(scraped())
                .contains("mayfly_refusals_total{code=\"mailbox-full\"} 1.0")
                .contains("mayfly_refusals_total{code=\"busy\"} 0.0")
                .contains("mayfly_log_ins_total{outcome=\"refused\"} 1.0")
                .contains("mayfly_connections_ended_total{reason=\"too-slow\"} 1.0");
    }

    @Test
    void a_measurement_is_counted_in_every_bucket_that_it_fits() {
        signals.measured(Spread.COMMIT_ENTRIES, 3);
        assertThat(scraped())
                .contains("mayfly_commit_entries_bucket{le=\"2.0\"} 0")
                .contains("mayfly_commit_entries_bucket{le=\"4.0\"} 1")
                .contains("mayfly_commit_entries_bucket{le=\"+Inf\"} 1")
                .contains("mayfly_commit_entries_sum 3.0")
                .contains("mayfly_commit_entries_count 1");
    }

    @Test
    void a_level_is_read_when_it_is_scraped_and_one_that_fails_hides_no_other() {
        signals.watch(Level.CONNECTIONS, () -> 7);
        signals.watch(Level.HEAP_BYTES, () -> {
            throw new IllegalStateException("gone");
        });
        assertThat(scraped()).contains("\nmayfly_connections 7.0\n").doesNotContain("mayfly_heap_bytes ");
    }

    @Test
    void a_part_that_nobody_watches_or_that_fails_is_down() {
        signals.watch(Part.DATABASE, () -> true);
        signals.watch(Part.SOCKET, () -> {
            throw new IllegalStateException("gone");
        });
        assertThat(signals.parts()).containsEntry(Part.DATABASE, true).containsEntry(Part.DISK, false);
        assertThat(scraped())
                .contains("mayfly_part_up{part=\"database\"} 1.0")
                .contains("mayfly_part_up{part=\"mailbox-days\"} 0.0")
                .contains("mayfly_part_up{part=\"socket\"} 0.0");
    }

    /** The value of a label is a constant that the source code has: there is no way in for an id, a name or an address. */
    @Test
    void no_caller_can_give_a_label_or_a_name() {
        var ways = Stream.of(Signals.class, Count.class, CountBy.class, Level.class, Spread.class, Part.class)
                .flatMap(type -> Stream.concat(
                        Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors())))
                .filter(way -> !Modifier.isPrivate(way.getModifiers()) && !way.isSynthetic())
                .filter(way -> !way.getName().equals("valueOf"))
                .toList();
        assertThat(ways).extracting(Executable::getName).contains("count", "refused", "watch", "measured");
        assertThat(ways.stream().flatMap(way -> Arrays.stream(way.getParameterTypes())))
                .allMatch(type -> type.isEnum()
                        || Set.of(long.class, double.class, DoubleSupplier.class, BooleanSupplier.class)
                                .contains(type));
    }

    @Test
    void every_label_that_is_ever_scraped_is_one_of_these() {
        for (var reason : Reason.values()) {
            signals.refused(reason);
        }
        signals.measured(Spread.COMMIT_SECONDS, 0.2);
        var names = new TreeSet<String>();
        var values = new TreeSet<String>();
        LABEL.matcher(scraped()).results().forEach(label -> {
            names.add(label.group(1));
            if (!label.group(1).equals("le")) {
                values.add(label.group(2));
            }
        });
        assertThat(names).containsExactlyInAnyOrder("code", "outcome", "reason", "part", "le");
        assertThat(values)
                .isEqualTo(Stream.of(Reason.values(), LogIn.values(), Ending.values(), Part.values())
                        .flatMap(Arrays::stream)
                        .map(constant ->
                                constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void names_are_as_prometheus_wants_them() {
        var names = Stream.of(
                        Arrays.stream(Count.values()).map(Count::metric),
                        Arrays.stream(CountBy.values()).map(CountBy::metric),
                        Arrays.stream(Level.values()).map(Level::metric),
                        Arrays.stream(Spread.values()).map(Spread::metric))
                .flatMap(each -> each)
                .toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("mayfly_[a-z]+(_[a-z]+)*"));
        assertThat(scraped().lines().filter(line -> line.startsWith("# TYPE")).toList())
                .hasSizeGreaterThan(List.of(Count.values()).size());
    }

    @Test
    void a_scrape_stays_small() {
        for (var level : Level.values()) {
            signals.watch(level, () -> 1e15);
        }
        assertThat(signals.text()).hasSizeLessThan(16_384);
    }
}
