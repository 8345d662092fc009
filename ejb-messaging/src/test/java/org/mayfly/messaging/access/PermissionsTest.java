package org.mayfly.messaging.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.messaging.access.Operation.Kind;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.health.Monitoring;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** The permission table, and that every business method asks it. */
class PermissionsTest {

    private static final Relay RELAY = new Relay();
    private static final Map<Kind, Actor> ACTORS = new EnumMap<>(Map.of(
            Kind.ADMINISTRATOR, new Actor.Administrator(new UUID(0, 2)),
            Kind.API_TOKEN, new Actor.ApiToken(new UUID(0, 3)),
            Kind.SCRAPER, new Actor.Scraper(new UUID(0, 4)),
            Kind.DEVICE, RELAY.enrolled("ada").actor(),
            Kind.RETURNED,
                    new Actor.Returned(
                            RELAY.network, new UserId(TestDevice.random(16)), Way.PASSPHRASE, TestDevice.random(32)),
            Kind.ANONYMOUS, new Actor.Anonymous()));

    private static final Set<Operation> OF_NOBODY = EnumSet.of(
            Operation.SET_UP,
            Operation.SIGN_IN,
            Operation.OPEN_INVITATION,
            Operation.ENROL,
            Operation.LOG_IN,
            Operation.COME_BACK,
            Operation.EVALUATE_PASSPHRASE);
    private static final Set<Operation> OF_RETURNED =
            EnumSet.of(Operation.CHANGE_OWN_ACCOUNT, Operation.EVALUATE_PASSPHRASE);
    private static final Set<Operation> OF_DEVICES = EnumSet.of(
            Operation.READ_POLICY,
            Operation.READ_DIRECTORY,
            Operation.READ_DEVICE_LISTS,
            Operation.USE_PREKEYS,
            Operation.USE_MAILBOXES,
            Operation.CHANGE_OWN_DEVICES,
            Operation.EVALUATE_PASSPHRASE);

    @Test
    void each_kind_of_actor_may_do_its_own_and_nothing_else() {
        for (var operation : Operation.values()) {
            boolean administration = !OF_NOBODY.contains(operation)
                    && !OF_RETURNED.contains(operation)
                    && (!OF_DEVICES.contains(operation) || operation == Operation.READ_POLICY);
            assertThat(operation.isAllowedTo(Kind.ANONYMOUS))
                    .as("%s", operation)
                    .isEqualTo(OF_NOBODY.contains(operation));
            assertThat(operation.isAllowedTo(Kind.SCRAPER))
                    .as("%s", operation)
                    .isEqualTo(operation == Operation.READ_METRICS);
            assertThat(operation.isAllowedTo(Kind.RETURNED))
                    .as("%s", operation)
                    .isEqualTo(OF_RETURNED.contains(operation));
            assertThat(operation.isAllowedTo(Kind.DEVICE))
                    .as("%s", operation)
                    .isEqualTo(OF_DEVICES.contains(operation));
            assertThat(operation.isAllowedTo(Kind.ADMINISTRATOR))
                    .as("%s", operation)
                    .isEqualTo(administration);
            assertThat(operation.isAllowedTo(Kind.API_TOKEN))
                    .as("%s", operation)
                    .isEqualTo(administration);
        }
    }

    @ParameterizedTest
    @MethodSource("methodsOfAnyActor")
    void a_method_that_takes_any_actor_refuses_the_kinds_that_may_not(Method method) throws Exception {
        var bean = RELAY.server.get(method.getDeclaringClass());
        boolean readsPolicy =
                method.getDeclaringClass() == Policies.class && method.getName().equals("of");
        boolean monitors = method.getDeclaringClass() == Monitoring.class;
        for (var kind : Kind.values()) {
            boolean allowed = kind == Kind.ADMINISTRATOR
                    || kind == Kind.API_TOKEN
                    || (readsPolicy && kind == Kind.DEVICE)
                    || (monitors && kind == Kind.SCRAPER);
            if (!allowed) {
                assertRefused(Reason.FORBIDDEN, () -> call(bean, method, ACTORS.get(kind)));
            }
        }
    }

    static Stream<Arguments> methodsOfAnyActor() {
        return Stream.of(
                        Networks.class,
                        Users.class,
                        Identities.class,
                        Policies.class,
                        AuditTrail.class,
                        ApiTokens.class,
                        Monitoring.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getParameterCount() > 0 && method.getParameterTypes()[0] == Actor.class)
                // Recording is no request of anyone: only the beans' own transactions reach it.
                .filter(method -> !method.getName().equals("record"))
                .map(Arguments::of);
    }

    @Test
    void the_matrix_covers_all_such_methods() {
        assertThat(methodsOfAnyActor().count()).isEqualTo(18);
    }

    private static void call(Object bean, Method method, @org.jspecify.annotations.Nullable Actor actor)
            throws Throwable {
        var arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == Actor.class ? actor : argument(type))
                .toArray();
        try {
            method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static Object argument(Class<?> type) {
        var arguments = List.of(
                RELAY.network,
                new UserId(TestDevice.random(16)),
                "name",
                ApiTokens.Scope.ADMIN,
                EphemeralityPolicy.INITIAL,
                Instant.EPOCH,
                new UUID(0, 0));
        if (type == NetworkId.class) {
            return RELAY.network;
        } else if (type == long.class) {
            return 0L;
        } else if (type == int.class) {
            return 1;
        }
        return arguments.stream().filter(type::isInstance).findFirst().orElseThrow();
    }
}
