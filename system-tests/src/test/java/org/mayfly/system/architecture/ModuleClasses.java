package org.mayfly.system.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of all modules, read from their output folders: what ships, without tests. */
final class ModuleClasses {

    private static final List<String> MODULES = List.of(
            "protocol",
            "protocol-client",
            "ejb-messaging",
            "web",
            "ws-endpoint",
            "web-admin",
            "client-java",
            "config",
            "launcher");

    static final JavaClasses ALL = new ClassFileImporter().importPaths(outputs().toList());

    private ModuleClasses() {}

    private static Stream<Path> outputs() {
        return MODULES.stream()
                .map(module -> Path.of(System.getProperty("mayfly.modules", ".."), module, "target", "classes"))
                .filter(Files::isDirectory);
    }
}
