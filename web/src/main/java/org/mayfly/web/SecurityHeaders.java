package org.mayfly.web;

import java.io.IOException;
import java.util.Map;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Sets the headers that make browsers careful, on every answer, errors too, before anything else runs. A page may
 * replace the content security policy by its own (the portal's names the nonce of its view), never add a second one.
 */
public final class SecurityHeaders implements Filter {
    static final String POLICY = "Content-Security-Policy";

    private static final Map<String, String> HEADERS = Map.of(
            "Strict-Transport-Security", "max-age=63072000",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Embedder-Policy", "require-corp",
            "Cross-Origin-Resource-Policy", "same-origin",
            "X-DNS-Prefetch-Control", "off",
            "X-Permitted-Cross-Domain-Policies", "none");

    /** What a page may use of the device it is shown on, apart from the camera: nothing. */
    private static final String PERMISSIONS =
            "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), display-capture=(), geolocation=(),"
                    + " gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(),"
                    + " xr-spatial-tracking=(), camera=";

    private final String policy;
    private final String permissions;

    /** @param camera whether pages may ask the person for the camera */
    SecurityHeaders(ContentSecurityPolicy policy, boolean camera) {
        this.policy = policy.text();
        this.permissions = PERMISSIONS + (camera ? "(self)" : "()");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        HEADERS.forEach(answer::setHeader);
        answer.setHeader(POLICY, policy);
        answer.setHeader("Permissions-Policy", permissions);
        if (answer.getHeader("Cache-Control") == null) {
            answer.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, new OnePolicy(answer));
    }
}
