package org.mayfly.db;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Ends databases with their tests: hundreds of them, each of hundreds of files, would take the server minutes to write
 * out at its end. What a class keeps in a static field lives as long as its tests run, everything else until the test
 * ends for which it was made. Tests of a JVM are sequential.
 */
public final class DroppedDatabases implements TestExecutionListener {

    private int ofTheClass;

    @Override
    public void executionStarted(TestIdentifier started) {
        started.getSource().filter(ClassSource.class::isInstance).ifPresent(source -> {
            initialize((ClassSource) source);
            ofTheClass = MigratedDatabase.living();
        });
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        if (finished.isTest()) {
            MigratedDatabase.dropDownTo(ofTheClass);
        } else if (finished.getSource().filter(ClassSource.class::isInstance).isPresent()) {
            MigratedDatabase.dropDownTo(0);
        }
    }

    /** Its static fields get their values now. A class that fails here fails in its own test, which says why. */
    private static void initialize(ClassSource source) {
        try {
            Class.forName(source.getClassName(), true, DroppedDatabases.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return;
        }
    }
}
