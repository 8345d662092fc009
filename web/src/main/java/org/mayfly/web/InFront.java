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
 * content security policy, by the context parameter {@value #POLICY}, and let its pages ask for the camera, by
 * {@value #CAMERA}.
 */
public final class InFront implements ServletContainerInitializer {
    /** Names a context parameter: directives that replace or follow those of {@link ContentSecurityPolicy#STRICT}. */
    public static final String POLICY = "mayfly.content-security-policy";

    /** Names a context parameter: {@code true} where pages may ask the person for the camera. */
    public static final String CAMERA = "mayfly.camera";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext application) {
        String directives = Objects.requireNonNullElse(application.getInitParameter(POLICY), "");
        // The one registered last stands first.
        put(application, "mayfly-port-gate", new PortGate(Ports.read()));
        boolean camera = Boolean.parseBoolean(application.getInitParameter(CAMERA));
        ContentSecurityPolicy policy = ContentSecurityPolicy.STRICT.with(directives);
        put(application, "mayfly-security-headers", new SecurityHeaders(policy, camera));
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
