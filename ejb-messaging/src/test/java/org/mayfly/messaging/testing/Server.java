package org.mayfly.messaging.testing;

import org.jspecify.annotations.Nullable;
import org.mayfly.db.MigratedDatabase;
import org.mayfly.messaging.bundle.Seed;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.ServerSettings;
import org.mayfly.messaging.time.ElapsedTime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Puts beans together as the container does: by the one {@code @Inject} constructor, business interfaces behind the
 * transaction their attribute asks for. One a test class, with a database of its own.
 */
public final class Server {

    public final MigratedDatabase database;
    public final MovableClock clock;
    public final SecureRandom random = new SecureRandom();
    public final ThreadTransactions transactions;
    /** Every CDI event that was fired. */
    public final List<Object> events = new CopyOnWriteArrayList<>();

    private final Path secrets;
    private final Path state;
    private final Limits limits;
    private final Class<?>[] implementing;
    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Map<Class<?>, Class<?>> implementations = new HashMap<>();

    public Server(Class<?>... implementing) {
        this(Limits.STANDARD, implementing);
    }

    /** @param implementing the classes behind the interfaces that the wanted beans name */
    public Server(Limits limits, Class<?>... implementing) {
        this(MigratedDatabase.fresh(), new MovableClock(), temporaryFolder(), temporaryFolder(), limits, implementing);
        rotateSeed();
        readSeeds();
    }

    private Server(
            MigratedDatabase database,
            MovableClock clock,
            Path secrets,
            Path state,
            Limits limits,
            Class<?>... implementing) {
        this.database = database;
        this.clock = clock;
        this.transactions = new ThreadTransactions(database.application());
        this.secrets = secrets;
        this.state = state;
        this.limits = limits;
        this.implementing = implementing;
        for (var implementation : implementing) {
            Arrays.stream(implementation.getInterfaces()).forEach(type -> implementations.put(type, implementation));
        }
        made.put(Clock.class, clock);
        var start = clock.instant();
        made.put(ElapsedTime.class, (ElapsedTime) () -> Duration.between(start, clock.instant()));
        made.put(SecureRandom.class, random);
        made.put(DataSource.class, transactions.source());
        made.put(TransactionSynchronizationRegistry.class, transactions.registry());
        made.put(Executor.class, (Executor) Runnable::run);
        made.put(ThreadFactory.class, (ThreadFactory) Thread::new);
        made.put(Limits.class, limits);
        made.put(
                ServerSettings.class,
                new ServerSettings(
                        URI.create("https://localhost:8443"),
                        URI.create("https://localhost:8444"),
                        8443,
                        8444,
                        secrets,
                        state,
                        limits));
    }

    /** Over the same database and secrets, every bean anew: what was in memory is gone. */
    public Server restarted() {
        var again = new Server(database, clock, secrets, state, limits, implementing);
        again.readSeeds();
        return again;
    }

    /** One seed of random bytes more, as the launcher writes it; seen after a restart. */
    public void rotateSeed() {
        var seed = new byte[Seed.BYTES];
        random.nextBytes(seed);
        var line = UUID.randomUUID() + " " + Base64.getEncoder().encodeToString(seed) + "\n";
        try {
            Files.writeString(secrets.resolve(Seeds.FILE), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator would who lost the file's first lines. */
    public void loseAllSeedsButTheNewest() {
        var file = secrets.resolve(Seeds.FILE);
        try {
            var lines = Files.readAllLines(file);
            Files.writeString(file, lines.get(lines.size() - 1) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server keeps outside the database. */
    public Path state() {
        return state;
    }

    private void readSeeds() {
        made.put(Seeds.class, Seeds.read(secrets));
    }

    /** The bean, store or value of this type. */
    public <T> T get(Class<T> type) {
        var known = made.get(type);
        if (known == null) {
            known = make(type);
            made.put(type, known);
        }
        return type.cast(known);
    }

    public <T> T inTransaction(Callable<T> work) {
        try {
            return transactions.requiresNew(work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows of a statement of one text column, as the superuser sees them. */
    public List<String> rows(String sql) {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String sql) {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object make(Class<?> type) {
        var implementation = implementations.getOrDefault(type, type);
        var bean = construct(implementation);
        boolean isBean = implementation.isAnnotationPresent(Stateless.class)
                || implementation.isAnnotationPresent(Singleton.class);
        return isBean && type.isInterface() ? transactional(type, implementation, bean) : bean;
    }

    private Object construct(Class<?> implementation) {
        var constructor = Arrays.stream(implementation.getDeclaredConstructors())
                .filter(one -> one.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing makes a " + implementation));
        constructor.setAccessible(true);
        return invoke(constructor);
    }

    private Object invoke(Constructor<?> constructor) {
        var arguments =
                Arrays.stream(constructor.getParameters()).map(this::argument).toArray();
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object argument(Parameter parameter) {
        if (parameter.getType() == Event.class && parameter.getParameterizedType() instanceof ParameterizedType) {
            return Proxy.newProxyInstance(
                    Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, fired) -> {
                        events.add(fired[0]);
                        return null;
                    });
        }
        return get(parameter.getType());
    }

    private Object transactional(Class<?> type, Class<?> implementation, Object bean) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Callable<@Nullable Object> call = () -> {
                try {
                    return method.invoke(bean, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause() instanceof Exception cause ? cause : e;
                }
            };
            var own = implementation.getMethod(method.getName(), method.getParameterTypes());
            return switch (attribute(own.getAnnotation(TransactionAttribute.class), implementation)) {
                case NOT_SUPPORTED -> call.call();
                case REQUIRES_NEW -> transactions.requiresNew(call);
                default -> transactions.required(call);
            };
        });
    }

    private static TransactionAttributeType attribute(@Nullable TransactionAttribute own, Class<?> implementation) {
        if (own != null) {
            return own.value();
        }
        var all = implementation.getAnnotation(TransactionAttribute.class);
        return all == null ? TransactionAttributeType.REQUIRED : all.value();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("mayfly-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
