package org.mayfly.admin.monitoring;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.words.Words;
import org.mayfly.messaging.health.Monitoring;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.RefusedException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Metrics for a Prometheus server, and the health of each part. The source is counted before anything is looked at, then
 * the token is judged; there is no session, and nothing is logged but what the access log has of every request.
 */
@WebServlet({MonitoringServlet.METRICS, MonitoringServlet.HEALTH})
public class MonitoringServlet extends HttpServlet {

    static final String METRICS = "/metrics";
    static final String HEALTH = "/health";

    /** Beneath the context root. */
    public static final Set<String> PATHS = Set.of(METRICS, HEALTH);

    private static final long serialVersionUID = 1L;
    private static final Pattern BEARER = Pattern.compile("Bearer ([A-Za-z0-9_-]{16,128})", Pattern.CASE_INSENSITIVE);

    private final transient Monitoring monitoring;
    private final transient SourceLimits limits;
    private final transient Words words;

    @Inject
    public MonitoringServlet(Monitoring monitoring, SourceLimits limits, Words words) {
        this.monitoring = monitoring;
        this.limits = limits;
        this.words = words;
    }

    /** GET and HEAD; the portal's page for errors would answer the others. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        boolean head = request.getMethod().equals("HEAD");
        if (!head && !request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        var body = answer(request, response);
        response.setContentLength(body.length);
        if (!head) {
            response.getOutputStream().write(body);
        }
    }

    private byte[] answer(HttpServletRequest request, HttpServletResponse response) {
        try {
            limits.count(Limit.SCRAPE, request.getRemoteAddr());
            var actor = monitoring.authenticate(token(request.getHeader("Authorization")));
            if (request.getServletPath().equals(METRICS)) {
                var metrics = monitoring.metrics(actor);
                response.setContentType("text/plain; version=0.0.4; charset=utf-8");
                return metrics;
            }
            var health = HealthJson.of(monitoring.health(actor));
            response.setContentType("application/json");
            return health;
        } catch (RefusedException refused) {
            return refuse(refused.refusal(), response);
        }
    }

    private static String token(@Nullable String authorization) {
        var header = BEARER.matcher(authorization == null ? "" : authorization);
        if (!header.matches()) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        return header.group(1);
    }

    private byte[] refuse(Refusal refusal, HttpServletResponse response) {
        response.setContentType("text/plain; charset=utf-8");
        if (refusal instanceof Refusal.Later later) {
            long seconds = later.retryAfter().plusMillis(999).toSeconds();
            response.setStatus(
                    later.reason() == Reason.RATE_LIMITED ? 429 : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", Long.toString(seconds));
            return line("monitoring.later", seconds);
        }
        if (refusal.code().equals(Reason.FORBIDDEN.code())) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return line("monitoring.forbidden");
        }
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", "Bearer");
        return line("monitoring.unauthenticated");
    }

    private byte[] line(String key, Object... values) {
        return (words.of(key, values) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
