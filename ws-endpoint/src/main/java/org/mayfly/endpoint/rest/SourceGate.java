package org.mayfly.endpoint.rest;

import org.mayfly.endpoint.problem.Problem;
import org.mayfly.endpoint.problem.ProblemPage;
import org.mayfly.endpoint.problem.Refused;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.RefusedException;

import java.io.IOException;
import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Counts requests per source before anything is read of them. The address goes no further. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SourceGate extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient SourceLimits limits;

    @Inject
    public SourceGate(SourceLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            limit(path(request)).ifPresent(limit -> limits.count(limit, request.getRemoteAddr()));
        } catch (RefusedException refused) {
            ProblemPage.write(Problem.of(Refused.of(refused.refusal())), response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** As resources are matched: decoded, without parameters and slashes at the end. */
    private static String path(HttpServletRequest request) {
        var info = request.getPathInfo();
        return (request.getServletPath() + (info == null ? "" : info)).replaceAll("(;[^/]*|/+$)", "");
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
