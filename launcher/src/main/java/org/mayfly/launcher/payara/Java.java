package org.mayfly.launcher.payara;

import java.nio.file.Path;

/** The Java that runs the launcher runs the server too. */
final class Java {
    private Java() {}

    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
