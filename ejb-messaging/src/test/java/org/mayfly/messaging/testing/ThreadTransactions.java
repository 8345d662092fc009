package org.mayfly.messaging.testing;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** What the container does with jdbc/mayfly: one connection a transaction, and none of the bean's business. */
public final class ThreadTransactions {

    private record Current(Connection connection, List<Synchronization> synchronizations) {}

    private final ThreadLocal<@Nullable Current> current = new ThreadLocal<>();
    private final DataSource source;

    public ThreadTransactions(DataSource source) {
        this.source = source;
    }

    /** Joins the thread's transaction, or runs in one of its own: rolled back when the work throws. */
    public <T> T required(Callable<T> work) throws Exception {
        return current.get() == null ? requiresNew(work) : work.call();
    }

    public <T> T requiresNew(Callable<T> work) throws Exception {
        var outer = current.get();
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            var mine = new Current(connection, new ArrayList<>());
            current.set(mine);
            T result;
            try {
                result = work.call();
                connection.commit();
            } catch (Exception e) {
                connection.rollback();
                throw e;
            } finally {
                current.set(outer);
            }
            mine.synchronizations().forEach(one -> one.afterCompletion(Status.STATUS_COMMITTED));
            return result;
        }
    }

    public DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            var mine = current.get();
            return mine == null ? source.getConnection() : shared(mine.connection());
        });
    }

    public TransactionSynchronizationRegistry registry() {
        return proxy(TransactionSynchronizationRegistry.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("registerInterposedSynchronization")) {
                throw new UnsupportedOperationException(method.getName());
            }
            var mine = current.get();
            if (mine == null) {
                throw new IllegalStateException("no transaction");
            }
            return mine.synchronizations().add((Synchronization) arguments[0]);
        });
    }

    private static Connection shared(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException sql ? sql : e;
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
