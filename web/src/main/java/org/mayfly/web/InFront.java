package org.mayfly.web;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;

/**
 * Puts the filters in front of each web archive of the application. An archive can't forget them; it may only widen its
 * content security policy, by the context parameter {@value #POLICY}.
 */
public final class InFront implements ServletContainerInitializer {
    /** Names a context parameter: directives that replace or follow those of {@link ContentSecurityPolicy#STRICT}. */
    public static final String POLICY = "mayfly.content-security-policy";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext application) {
        String directives = Objects.requireNonNullElse(application.getInitParameter(POLICY), "");
        // The one registered last stands first.
        put(application, "mayfly-port-gate", new PortGate(Ports.read()));
        put(application, "mayfly-security-headers", new SecurityHeaders(ContentSecurityPolicy.STRICT.with(directives)));
    }

    private static void put(ServletContext application, String name, Filter filter) {
        FilterRegistration.Dynamic registration = application.addFilter(name, filter);
        if (registration == null) {
            throw new IllegalStateException("a filter named " + name + " is already there");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR), false, "/*");
    }
}
