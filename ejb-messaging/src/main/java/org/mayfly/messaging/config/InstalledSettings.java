package org.mayfly.messaging.config;

import java.nio.file.Path;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives out the settings of this installation: the file that the system property {@code mayfly.settings} names. */
@Dependent
class InstalledSettings {

    @Produces
    @Singleton
    ServerSettings settings() {
        var file = System.getProperty("mayfly.settings");
        if (file == null) {
            throw new IllegalStateException("the system property mayfly.settings must name the settings file");
        }
        return SettingsFile.read(Path.of(file));
    }

    @Produces
    @Singleton
    Limits limits(ServerSettings settings) {
        return settings.limits();
    }
}
