package org.mayfly.endpoint.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Gives Tyrus a plain timer for its idle timeouts. Even where none is set it restarts one on every frame, and Payara's
 * managed scheduler scans class paths each time: nine tenths of the CPU of a relayed message.
 *
 * <p>Reaches into a private field. {@link #isInForce} says whether that worked; the server is not ready otherwise.
 */
@WebListener
public class TyrusMend implements ServletContextListener {

    static final String CONTAINER = "jakarta.websocket.server.ServerContainer";
    static final String BASE_CLASS = "org.glassfish.tyrus.core.BaseContainer";
    static final String FIELD = "managedScheduledExecutorService";
    private static final String TIMER = TyrusMend.class.getName() + ".timer";
    private static final Logger LOG = System.getLogger(TyrusMend.class.getName());

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var context = event.getServletContext();
        var container = context.getAttribute(CONTAINER);
        var field = container == null ? Optional.<Field>empty() : field(container.getClass());
        if (field.isEmpty()) {
            LOG.log(Level.ERROR, "Tyrus has changed: its timer can't be replaced, so the server stays not ready");
            return;
        }
        var timer = timer();
        try {
            field.get().set(container, timer);
            context.setAttribute(TIMER, timer);
        } catch (IllegalAccessException refused) {
            timer.shutdownNow();
            LOG.log(Level.ERROR, "Tyrus can't be mended: the server stays not ready", refused);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (event.getServletContext().getAttribute(TIMER) instanceof ScheduledExecutorService timer) {
            timer.shutdownNow();
        }
    }

    /** Whether Tyrus still holds the timer that was put in. */
    public static boolean isInForce(ServletContext context) {
        var container = context.getAttribute(CONTAINER);
        var timer = context.getAttribute(TIMER);
        if (container == null || timer == null) {
            return false;
        }
        try {
            var field = field(container.getClass());
            return field.isPresent() && field.get().get(container) == timer;
        } catch (IllegalAccessException refused) {
            return false;
        }
    }

    /** The field, made accessible; empty when Tyrus no longer has one of this name and type. */
    static Optional<Field> field(Class<?> container) {
        for (Class<?> each = container; each != null; each = each.getSuperclass()) {
            if (each.getName().equals(BASE_CLASS)) {
                return declared(each);
            }
        }
        return Optional.empty();
    }

    private static Optional<Field> declared(Class<?> base) {
        try {
            var field = base.getDeclaredField(FIELD);
            field.setAccessible(true);
            return field.getType() == ScheduledExecutorService.class ? Optional.of(field) : Optional.empty();
        } catch (NoSuchFieldException | RuntimeException changed) {
            return Optional.empty();
        }
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "mayfly-socket-idle");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
