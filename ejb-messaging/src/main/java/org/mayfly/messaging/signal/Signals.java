package org.mayfly.messaging.signal;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.mayfly.messaging.refusal.Reason;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Everything that is counted and measured, one for the whole server. Counting costs an atomic addition, never waits and
 * allocates nothing; a scrape asks nobody who could be slow. Thread-safe.
 */
@Singleton
public class Signals {

    /** Whether a part works, as it is scraped. */
    public static final String PART_UP = "mayfly_part_up";

    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<CounterDataPoint> counts = new ArrayList<>();
    private final Map<CountBy, List<CounterDataPoint>> countsBy = new EnumMap<>(CountBy.class);
    private final List<Histogram> spreads = new ArrayList<>();
    private final Map<Level, DoubleSupplier> levels = new ConcurrentHashMap<>();
    private final Map<Part, BooleanSupplier> parts = new ConcurrentHashMap<>();

    @Inject
    public Signals() {
        for (var count : Count.values()) {
            counts.add(counter(count.stem(), count.meaning()).register(registry));
        }
        for (var count : CountBy.values()) {
            countsBy.put(count, points(count));
        }
        for (var spread : Spread.values()) {
            spreads.add(Histogram.builder()
                    .name(spread.metric())
                    .help(spread.meaning())
                    .classicOnly()
                    .classicUpperBounds(spread.bounds())
                    .withoutExemplars()
                    .register(registry));
        }
        for (var level : Level.values()) {
            GaugeWithCallback.builder()
                    .name(level.metric())
                    .help(level.meaning())
                    .callback(gauge -> read(level, gauge))
                    .register(registry);
        }
        GaugeWithCallback.builder()
                .name(PART_UP)
                .help("Whether a part of the server works: 1 or 0.")
                .labelNames("part")
                .callback(gauge -> parts().forEach((part, up) -> gauge.call(up ? 1 : 0, label(part))))
                .register(registry);
    }

    public void count(Count what) {
        counts.get(what.ordinal()).inc();
    }

    /** @param times not negative */
    public void count(Count what, long times) {
        counts.get(what.ordinal()).inc(times);
    }

    public void refused(Reason reason) {
        count(CountBy.REFUSALS, reason);
    }

    public void loggedIn(LogIn outcome) {
        count(CountBy.LOG_INS, outcome);
    }

    public void ended(Ending reason) {
        count(CountBy.CONNECTIONS_ENDED, reason);
    }

    public void measured(Spread what, double value) {
        spreads.get(what.ordinal()).observe(value);
    }

    /**
     * Says where a level is read from now on.
     *
     * @param source asked at each scrape, so it must not wait for anything; not a number: it is left out
     */
    public void watch(Level what, DoubleSupplier source) {
        levels.put(what, source);
    }

    /**
     * Says who knows from now on whether a part works.
     *
     * @param source asked at each scrape and each question for readiness, so it must not wait for anything
     */
    public void watch(Part what, BooleanSupplier source) {
        parts.put(what, source);
    }

    /** Whether each part works. One that nobody watches, or that can't be asked, doesn't. */
    public Map<Part, Boolean> parts() {
        var states = new EnumMap<Part, Boolean>(Part.class);
        for (var part : Part.values()) {
            var source = parts.get(part);
            states.put(part, source != null && attempt(source::getAsBoolean, false));
        }
        return Collections.unmodifiableMap(states);
    }

    /** All of it in Prometheus' text format 0.0.4. */
    public byte[] text() {
        var out = new ByteArrayOutputStream(16_384);
        try {
            new PrometheusTextFormatWriter(false).write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void count(CountBy what, Enum<?> which) {
        // Complete from the constructor on.
        countsBy.getOrDefault(what, List.of()).get(which.ordinal()).inc();
    }

    private List<CounterDataPoint> points(CountBy count) {
        var counter =
                counter(count.stem(), count.meaning()).labelNames(count.label()).register(registry);
        return count.constants().stream()
                .map(constant -> counter.labelValues(label(constant)))
                .toList();
    }

    private static Counter.Builder counter(String stem, String meaning) {
        return Counter.builder().name(stem).help(meaning).withoutExemplars();
    }

    private void read(Level level, GaugeWithCallback.Callback gauge) {
        var source = levels.get(level);
        double value = source == null ? Double.NaN : attempt(source::getAsDouble, Double.NaN);
        if (!Double.isNaN(value)) {
            gauge.call(value);
        }
    }

    /** A fault in one of them must not keep the others from being told. */
    private static <T> T attempt(Supplier<T> source, T otherwise) {
        try {
            return source.get();
        } catch (RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a signal could not be read: {0}",
                    failure.getClass().getName());
            return otherwise;
        }
    }

    /** The only place where a label gets its value. */
    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
