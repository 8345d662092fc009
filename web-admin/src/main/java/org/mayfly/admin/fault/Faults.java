package org.mayfly.admin.fault;

import org.mayfly.admin.signin.Page;
import org.mayfly.messaging.crypto.RandomIds;
import org.mayfly.messaging.refusal.RefusedException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * An expired page is opened anew, and what was typed is filled in again by the page's script. A refusal no page expected
 * leads to the networks. Anything else is a bug: logged once under an id, without the words of the exception, which
 * could hold what a person typed.
 */
class Faults extends ExceptionHandlerWrapper {

    private static final System.Logger LOG = System.getLogger(Faults.class.getName());
    private static final int FRAMES = 12;

    private final RandomIds ids;

    Faults(ExceptionHandler wrapped, RandomIds ids) {
        super(wrapped);
        this.ids = ids;
    }

    @Override
    public void handle() throws FacesException {
        var events = getUnhandledExceptionQueuedEvents().iterator();
        if (!events.hasNext()) {
            return;
        }
        var context = FacesContext.getCurrentInstance();
        var thrown = events.next().getContext().getException();
        events.remove();
        if (context.getResponseComplete()) {
            return;
        }
        redirect(context, target(context, thrown));
        while (events.hasNext()) {
            events.next();
            events.remove();
        }
    }

    private String target(FacesContext context, Throwable thrown) {
        var request = (HttpServletRequest) context.getExternalContext().getRequest();
        if (causes(thrown).anyMatch(ViewExpiredException.class::isInstance)) {
            return request.getServletPath() + "?resumed=1";
        }
        if (causes(thrown).anyMatch(RefusedException.class::isInstance)) {
            return Page.NETWORKS.path() + "?refused=1";
        }
        var id = ids.next().toString();
        LOG.log(System.Logger.Level.ERROR, "portal fault {0}: {1}", id, traced(thrown));
        return Page.PROBLEM.path() + "?id=" + id;
    }

    private static void redirect(FacesContext context, String target) {
        try {
            var external = context.getExternalContext();
            external.redirect(external.getRequestContextPath() + target);
            context.responseComplete();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }

    private static String traced(Throwable thrown) {
        return causes(thrown)
                .map(cause -> cause.getClass().getName()
                        + Stream.of(cause.getStackTrace())
                                .limit(FRAMES)
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n  caused by "));
    }
}
