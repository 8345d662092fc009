package org.mayfly.system.search;

import java.nio.file.Path;

/** A needle where it must not be (or, planted as a control, where it must). */
public record Found(String needle, String form, Path file, long offset) {}
