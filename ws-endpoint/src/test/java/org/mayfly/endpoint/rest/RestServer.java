package org.mayfly.endpoint.rest;

import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.mayfly.endpoint.fakes.MemoryAccount;
import org.mayfly.endpoint.fakes.MemoryAudit;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.endpoint.fakes.MemoryLimits;
import org.mayfly.endpoint.fakes.MemoryNetwork;
import org.mayfly.endpoint.fakes.MemoryOperators;
import org.mayfly.endpoint.fakes.SetClock;
import org.mayfly.endpoint.fakes.SetHealth;
import org.mayfly.endpoint.problem.FailureLog;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.device.OwnDevices;
import org.mayfly.messaging.health.Health;
import org.mayfly.messaging.identity.Identities;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.messaging.recovery.ReturnedAccount;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.user.Users;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;

/** The REST application on the Jersey that Payara runs, over ports in memory; no network. */
final class RestServer {

    static final String ADDRESS = "192.0.2.7";

    final MemoryCore core = new MemoryCore();
    final MemoryNetwork network = new MemoryNetwork();
    final MemoryAccount account = new MemoryAccount();
    final MemoryLimits limits = new MemoryLimits();
    final SetHealth health = new SetHealth();
    final Signals signals = new Signals();
    private final ApplicationHandler handler;

    record Answer(int status, String type, String body, ContainerResponse response) {
        JsonObject object() {
            try (var reader = Json.createReader(new StringReader(body))) {
                return reader.readObject();
            }
        }

        JsonArray array() {
            try (var reader = Json.createReader(new StringReader(body))) {
                return reader.readArray();
            }
        }
    }

    RestServer() {
        var config = ResourceConfig.forApplication(new RestApplication());
        config.register(GreedyJson.class);
        config.register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(core).to(Devices.class).to(Policies.class);
                bind(account).to(Recovery.class).to(ReturnedAccount.class).to(OwnDevices.class);
                bind(network).to(Networks.class).to(Users.class).to(Identities.class);
                bind(new MemoryOperators()).to(ApiTokens.class);
                bind(new MemoryAudit()).to(AuditTrail.class);
                bind(health).to(Health.class);
                bind(signals).to(Signals.class);
                bind(new SetClock()).to(Clock.class);
                bind(limits).to(SourceLimits.class);
                bindFactory(() -> request()).to(HttpServletRequest.class);
                bindFactory(() -> new FailureLog(new SecureRandom(), signals)).to(FailureLog.class);
                bindFactory(() -> new Bearer(core, new MemoryOperators(), account))
                        .to(Bearer.class);
            }
        });
        handler = new ApplicationHandler(config);
    }

    /** All that a resource asks of it. */
    private static HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                RestServer.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, given) -> {
                    if (method.getName().equals("getRemoteAddr")) {
                        return ADDRESS;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    Answer get(String path, String token) {
        return ask("GET", path, token, "", "");
    }

    Answer send(String method, String path, String token, String json) {
        return ask(method, path, token, "application/json", json);
    }

    Answer ask(String method, String path, String token, String type, String body) {
        return ask(method, path, token, type, body, Map.of());
    }

    Answer ask(String method, String path, String token, String type, String body, Map<String, String> headers) {
        var base = URI.create("https://chat.example/api/v1/");
        var request = new ContainerRequest(
                base, base.resolve(path), method, null, new MapPropertiesDelegate(), handler.getConfiguration());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
            request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        }
        var out = new ByteArrayOutputStream();
        try {
            var response = handler.apply(request, out).get();
            return new Answer(
                    response.getStatus(),
                    String.valueOf(response.getMediaType()),
                    out.toString(StandardCharsets.UTF_8),
                    response);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
