package org.mayfly.messaging.database;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Gives out what the container owns, looked up by name, so that it reaches a constructor like everything else. */
@Dependent
class ContainerResources {

    @Produces
    TransactionSynchronizationRegistry transactions() {
        return lookup("java:comp/TransactionSynchronizationRegistry");
    }

    @Produces
    @Background
    Executor executor() {
        return lookup("java:comp/DefaultManagedExecutorService");
    }

    @Produces
    @Background
    ThreadFactory threads() {
        return lookup("java:comp/DefaultManagedThreadFactory");
    }

    /** The names are constants of this package: nothing a user sends is ever looked up. */
    @SuppressWarnings("BanJNDI")
    static <T> T lookup(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException missing) {
            throw new IllegalStateException("the container has no " + name, missing);
        }
    }
}
