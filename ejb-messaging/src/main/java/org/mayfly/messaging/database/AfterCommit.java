package org.mayfly.messaging.database;

import java.util.concurrent.Executor;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Runs work once the transaction of the calling bean is on disk, on another thread: so that nothing leaves the process
 * before, and what it calls may have transactions of its own. Never runs after a roll-back.
 */
@Dependent
public class AfterCommit {

    private final TransactionSynchronizationRegistry transactions;
    private final Executor executor;

    @Inject
    public AfterCommit(TransactionSynchronizationRegistry transactions, @Background Executor executor) {
        this.transactions = transactions;
        this.executor = executor;
    }

    public void run(Runnable work) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Nothing to do before.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    executor.execute(work);
                }
            }
        });
    }
}
