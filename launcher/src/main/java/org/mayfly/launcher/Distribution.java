package org.mayfly.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The unpacked archive. It is never written to, so it may lie on a read-only file system and be shared.
 *
 * @param root holds bin, lib, payara6 and mayfly.ear
 */
public record Distribution(Path root) {
    public Distribution {
        if (!Files.isRegularFile(root.resolve("mayfly.ear")) || !Files.isDirectory(root.resolve("payara6"))) {
            throw new OperatorError(
                    root + " is not an unpacked Mayfly archive: mayfly.ear or payara6 is missing. Unpack it again.");
        }
    }

    public Path ear() {
        return root.resolve("mayfly.ear");
    }

    public Path payara() {
        return root.resolve("payara6");
    }
}
