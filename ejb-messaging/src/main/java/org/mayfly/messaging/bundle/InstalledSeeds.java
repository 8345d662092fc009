package org.mayfly.messaging.bundle;

import org.mayfly.messaging.config.ServerSettings;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives out the seeds of this installation, read once. */
@Dependent
class InstalledSeeds {

    @Produces
    @Singleton
    Seeds seeds(ServerSettings settings) {
        return Seeds.read(settings.secrets());
    }
}
