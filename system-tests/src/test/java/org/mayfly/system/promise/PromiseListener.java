package org.mayfly.system.promise;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what annotated tests said and writes the report when the run ends; beside it {@code evidence.txt}, with the
 * figures of every test, annotated or not. Registered by the service file.
 */
public final class PromiseListener implements TestExecutionListener {

    private final List<Check> checks = new ArrayList<>();
    private final Map<String, String> evidence = new HashMap<>();
    private final Map<String, String> figures = new TreeMap<>();

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        var said = entry.getKeyValuePairs().get("evidence");
        if (said != null) {
            evidence.merge(test.getUniqueId(), said, (before, next) -> before + "; " + next);
            test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .ifPresent(source -> figures.merge(name(source), said, (before, next) -> before + "; " + next));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, Check.Result.SKIPPED, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        var skipped = result.getStatus() == TestExecutionResult.Status.ABORTED;
        add(
                test,
                passed ? Check.Result.PASSED : skipped ? Check.Result.SKIPPED : Check.Result.FAILED,
                evidence.getOrDefault(test.getUniqueId(), ""));
    }

    private void add(TestIdentifier test, Check.Result result, String evidence) {
        if (!(test.getSource().orElse(null) instanceof MethodSource source)) {
            return;
        }
        var name = name(source);
        Arrays.stream(source.getJavaMethod().getAnnotationsByType(Verifies.class))
                .map(verifies ->
                        new Check(verifies.value(), name, List.of(verifies.parts()), verifies.kind(), result, evidence))
                .forEach(checks::add);
    }

    private static String name(MethodSource source) {
        return source.getJavaClass().getSimpleName() + "." + source.getMethodName();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        var report = System.getProperty("mayfly.promises.report");
        if (report == null) {
            return;
        }
        try {
            var criteria = Criterion.read(Path.of(System.getProperty("mayfly.promises.page", "../docs/promises.md")));
            new PromiseReport(
                            System.getProperty("mayfly.version", "unknown"),
                            commit(),
                            Clock.systemUTC().instant(),
                            criteria.stream()
                                    .map(criterion -> Verdict.of(criterion, checks))
                                    .toList())
                    .write(Path.of(report));
            Files.write(
                    Path.of(report, "evidence.txt"),
                    figures.entrySet().stream()
                            .map(figure -> figure.getKey() + ": " + figure.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commit that was tested, with a mark where the tree differs from it; "unknown" outside a repository. */
    private static String commit() throws IOException {
        var git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = git.inputReader()) {
            var said = output.readLine();
            return said == null ? "unknown" : said;
        }
    }
}
