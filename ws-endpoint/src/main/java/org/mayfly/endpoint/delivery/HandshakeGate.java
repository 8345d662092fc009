package org.mayfly.endpoint.delivery;

import org.mayfly.endpoint.frames.UnmaskedUpgrade;
import org.mayfly.endpoint.problem.Problem;
import org.mayfly.endpoint.problem.ProblemPage;
import org.mayfly.endpoint.problem.Refused;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.signal.Signals;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Before a handshake: the origin is the messenger's own, or there is none, as with a native client; the sub-protocol is
 * offered; the source keeps its limits. Each connection may try one log-in, so that is counted here too, and the address
 * goes no further.
 */
@WebFilter(urlPatterns = "/socket", asyncSupported = true)
public class HandshakeGate extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient Devices devices;
    private final transient SourceLimits limits;
    private final transient Signals signals;

    @Inject
    public HandshakeGate(Devices devices, SourceLimits limits, Signals signals) {
        this.devices = devices;
        this.limits = limits;
        this.signals = signals;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            check(request);
        } catch (RefusedException refused) {
            var told = Refused.of(refused.refusal());
            signals.refused(told.reason());
            ProblemPage.write(Problem.of(told), response);
            return;
        }
        chain.doFilter(new UnmaskedUpgrade(request), response);
    }

    private void check(HttpServletRequest request) {
        var origins = values(request, "Origin");
        if (origins.size() > 1 || (origins.size() == 1 && !origins.get(0).equals(devices.serverName()))) {
            throw Reason.FORBIDDEN.refused();
        }
        boolean offered = values(request, "Sec-WebSocket-Protocol").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(protocol -> protocol.strip().equals(DeliveryEndpoint.PROTOCOL));
        if (!offered) {
            throw Reason.MALFORMED.refused();
        }
        limits.count(Limit.CONNECTION, request.getRemoteAddr());
        limits.count(Limit.LOG_IN, request.getRemoteAddr());
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
