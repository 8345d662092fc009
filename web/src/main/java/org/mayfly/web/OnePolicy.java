package org.mayfly.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** An answer with one content security policy: of two, browsers would apply both, and a page with a nonce stays blank. */
final class OnePolicy extends HttpServletResponseWrapper {
    OnePolicy(HttpServletResponse answer) {
        super(answer);
    }

    @Override
    public void addHeader(String name, String value) {
        if (SecurityHeaders.POLICY.equalsIgnoreCase(name)) {
            setHeader(name, value);
        } else {
            super.addHeader(name, value);
        }
    }
}
