package org.mayfly.messaging.database;

import javax.sql.DataSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Gives out the container's pool {@code jdbc/mayfly}: user mayfly_app, in the transaction of the calling bean. */
@Dependent
class JdbcPool {

    @Produces
    DataSource pool() {
        return ContainerResources.lookup("jdbc/mayfly");
    }
}
