package org.mayfly.system.container;

import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Puts the release back before any test class of another package, and at the end, however the classes are ordered. */
public final class ReleaseForOthers implements TestExecutionListener {
    @Override
    public void executionStarted(TestIdentifier begun) {
        begun.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .filter(name -> !name.startsWith(ReleaseForOthers.class.getPackageName() + "."))
                .ifPresent(name -> putReleaseBack());
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        putReleaseBack();
    }

    private static void putReleaseBack() {
        try {
            InstalledContainer.putReleaseBack();
        } catch (IOException e) {
            throw new UncheckedIOException("the release was not put back", e);
        }
    }
}
