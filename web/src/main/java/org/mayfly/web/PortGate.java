package org.mayfly.web;

import java.io.IOException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps portal and messenger on origins of their own, so that a fault in one can't reach the other's keys: what is not
 * served on the port a request came in by is not found. Looks at the port itself, never at a header.
 */
public final class PortGate implements Filter {
    private static final String PORTAL = "/admin";

    private final Ports ports;

    PortGate(Ports ports) {
        this.ports = ports;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest question = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        boolean portal = question.getContextPath().equals(PORTAL);
        int port = question.getLocalPort();
        if (port == (portal ? ports.portal() : ports.messenger())) {
            chain.doFilter(request, response);
        } else if (port == ports.portal() && isRoot(question)) {
            answer.setStatus(HttpServletResponse.SC_FOUND);
            answer.setHeader("Location", PORTAL + "/");
        } else {
            answer.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static boolean isRoot(HttpServletRequest question) {
        return question.getContextPath().isEmpty()
                && question.getRequestURI().equals("/")
                && (question.getMethod().equals("GET") || question.getMethod().equals("HEAD"));
    }
}
