package org.mayfly.admin.signin;

import org.mayfly.admin.monitoring.MonitoringServlet;
import org.mayfly.messaging.config.ServerSettings;

import java.io.IOException;
import java.time.Clock;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Every request of the portal passes here. Unknown paths are not found; what is for tools looks at their token; a page for administrators sends others to
 * sign-in; a POST must come from the portal's own origin. Permissions are not decided here but in the business methods.
 */
public class Gate extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String RESOURCES = "/jakarta.faces.resource/";

    private final transient SignedIn signedIn;
    private final transient ServerSettings settings;
    private final transient Clock clock;

    @Inject
    public Gate(SignedIn signedIn, ServerSettings settings, Clock clock) {
        this.signedIn = signedIn;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var path = request.getServletPath();
        if (path.startsWith(RESOURCES)) {
            chain.doFilter(request, response);
        } else if (MonitoringServlet.PATHS.contains(path)) {
            chain.doFilter(request, response);
        } else if (path.isEmpty() || path.equals("/")) {
            response.sendRedirect(request.getContextPath() + Page.OVERVIEW.path());
        } else {
            var page = Page.at(path);
            if (page.isEmpty()) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            } else if (!ownOrigin(request)) {
                response.sendError(HttpServletResponse.SC_FORBIDDEN);
            } else {
                open(page.get(), request, response, chain);
            }
        }
    }

    private void open(Page page, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Cache-Control", "no-store");
        if (!page.signedInOnly() || signedIn.present(clock.instant())) {
            chain.doFilter(request, response);
            return;
        }
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        var to = request.getContextPath() + Page.SIGN_IN.path() + "?to="
                + page.path().substring(1);
        if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
            response.setContentType("text/xml");
            response.setCharacterEncoding("UTF-8");
            response.getWriter()
                    .write("<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\"" + to
                            + "&amp;ended=1\"/></partial-response>");
        } else {
            response.sendRedirect("POST".equals(request.getMethod()) ? to + "&ended=1" : to);
        }
    }

    /** Browsers send these headers by themselves and no page can set them. */
    private boolean ownOrigin(HttpServletRequest request) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return true;
        }
        var site = request.getHeader("Sec-Fetch-Site");
        var origin = request.getHeader("Origin");
        var fromHere = origin != null && origin.equals(Origins.of(settings.adminUrl()));
        return site == null
                ? fromHere
                : site.equals("same-origin") && (fromHere || "null".equals(origin) || origin == null);
    }
}
