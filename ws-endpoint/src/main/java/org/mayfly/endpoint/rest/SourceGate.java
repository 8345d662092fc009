package org.mayfly.endpoint.rest;

import org.mayfly.endpoint.problem.Problem;
import org.mayfly.endpoint.problem.ProblemPage;
import org.mayfly.endpoint.problem.Refused;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.signal.Signals;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Counts requests per source before anything is read of them. The address goes no further. A path that is not written
 * plainly is not found: none is matched, by whatever is behind this, that was counted as another.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SourceGate extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Segments between single slashes: no parameters, nothing encoded, none that begins with a dot, none that is empty. */
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    private final transient SourceLimits limits;

    private final transient Signals signals;

    @Inject
    public SourceGate(SourceLimits limits, Signals signals) {
        this.limits = limits;
        this.signals = signals;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var path = written(request);
        try {
            limit(path).ifPresent(limit -> limits.count(limit, request.getRemoteAddr()));
        } catch (RefusedException refused) {
            var told = Refused.of(refused.refusal());
            signals.refused(told.reason());
            ProblemPage.write(Problem.of(told), response);
            return;
        }
        if (PLAIN.matcher(path).matches()) {
            chain.doFilter(request, response);
        } else {
            ProblemPage.write(Problem.ofStatus(HttpServletResponse.SC_NOT_FOUND), response);
        }
    }

    /** Below the application's, as it came: nothing decoded, nothing left out. */
    private static String written(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** The socket's own gate counts connections. Readiness asks the database: it is counted like any call. */
    static Optional<Limit> limit(String path) {
        return switch (path) {
            case "/socket" -> Optional.empty();
            case "/invitations/open" -> Optional.of(Limit.INVITATION);
            case "/enrolments" -> Optional.of(Limit.ENROLMENT);
            case "/recovery/evaluations", "/recovery/log-ins" -> Optional.of(Limit.RECOVERY);
            default -> Optional.of(Limit.API);
        };
    }
}
