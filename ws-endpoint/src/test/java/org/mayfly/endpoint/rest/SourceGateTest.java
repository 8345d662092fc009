package org.mayfly.endpoint.rest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.endpoint.fakes.MemoryLimits;
import org.mayfly.messaging.signal.Signals;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** What a path counts as, and that no other way to write it leads past its limit. */
class SourceGateTest {

    private static final String ADDRESS = "192.0.2.7";

    private final MemoryLimits limits = new MemoryLimits();
    private final SourceGate gate = new SourceGate(limits, new Signals());
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(200);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private void ask(String uri) throws Exception {
        gate.doFilter(request(uri), response(), (request, response) -> passed.incrementAndGet());
    }

    @ParameterizedTest
    @CsvSource({
        "/recovery/evaluations, RECOVERY",
        "/recovery/log-ins, RECOVERY",
        "/enrolments, ENROLMENT",
        "/invitations/open, INVITATION",
        "/recovery/account, API",
        "/users/0b1c2d3e-0000-0000-0000-000000000001/device-lists, API",
        "/openapi.json, API",
        "/Recovery/Evaluations, API"
    })
    void a_path_counts_as_what_it_is(String path, String limit) throws Exception {
        ask("/api/v1" + path);
        assertThat(limits.counted).containsExactly(limit + " " + ADDRESS + " ");
        assertThat(passed).hasValue(1);
    }

    @Test
    void the_socket_counts_by_itself() throws Exception {
        ask("/api/v1/socket");
        assertThat(limits.counted).isEmpty();
        assertThat(passed).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/recovery//evaluations",
                "/api/v1//recovery/evaluations",
                "//api/v1/recovery/evaluations",
                "/api/v1/recovery/evaluations/",
                "/api/v1/recovery/evaluations//",
                "/api/v1/recovery/evaluations/;x=y",
                "/api/v1/recovery/evaluations;x=y",
                "/api/v1/recovery;x=y/evaluations",
                "/api/v1/recovery/evaluation%73",
                "/api/v1/recovery%2Fevaluations",
                "/api/v1/recovery/evaluations%2F",
                "/api/v1/recovery/evaluations%3Bx=y",
                "/api/v1/recovery/./evaluations",
                "/api/v1/nothing/../recovery/evaluations",
                "/api/v1/recovery/%2e/evaluations",
                "/api/v1/recovery\\evaluations",
                "/api/v1/recovery/evaluations ",
                "/api/v1/",
                "/api/v1"
            })
    void a_path_that_is_written_otherwise_is_counted_and_not_found(String uri) throws Exception {
        ask(uri);
        assertThat(limits.counted).containsExactly("API " + ADDRESS + " ");
        assertThat(passed).hasValue(0);
        assertThat(status).hasValue(404);
        assertThat(body.toString(StandardCharsets.UTF_8)).contains("\"status\":404");
    }

    @Test
    void who_asks_too_often_goes_no_further() throws Exception {
        limits.reached = true;
        ask("/api/v1/recovery/evaluations");
        assertThat(passed).hasValue(0);
        assertThat(status).hasValue(429);
    }

    private static HttpServletRequest request(String uri) {
        return proxy(HttpServletRequest.class, (proxy, method, given) -> switch (method.getName()) {
            case "getRequestURI" -> uri;
            case "getContextPath" -> "/api/v1";
            case "getRemoteAddr" -> ADDRESS;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (proxy, method, given) -> switch (method.getName()) {
            case "setStatus" -> {
                status.set((Integer) given[0]);
                yield null;
            }
            case "getOutputStream" -> new Written();
            case "setContentType", "setHeader" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private final class Written extends ServletOutputStream {

        @Override
        public void write(int one) {
            body.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
