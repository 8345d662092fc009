package org.mayfly.endpoint.delivery;

import org.mayfly.messaging.signal.Part;
import org.mayfly.messaging.signal.Signals;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Has the relay there from the start, so that it tells its levels, and tells whether {@link TyrusMend} is in force. */
@WebListener
public class SocketPart implements ServletContextListener {

    private final Signals signals;

    @Inject
    public SocketPart(Signals signals, @SuppressWarnings("unused") Relay madeNow) {
        this.signals = signals;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var context = event.getServletContext();
        signals.watch(Part.SOCKET, () -> TyrusMend.isInForce(context));
    }
}
