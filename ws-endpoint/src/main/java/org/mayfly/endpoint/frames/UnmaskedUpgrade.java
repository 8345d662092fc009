package org.mayfly.endpoint.frames;

import org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler;

import java.io.IOException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;

/**
 * A handshake after which Tyrus gets the client's frames without their masks. Tyrus 2.1.5 takes a mask off with a volatile
 * write for each byte, which costs more than all else that a message costs there; and it accepts frames that have none,
 * which RFC 6455 (5.1) forbids. Decision 19 in {@code docs/adr}.
 */
public final class UnmaskedUpgrade extends HttpServletRequestWrapper {

    public UnmaskedUpgrade(HttpServletRequest handshake) {
        super(handshake);
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) throws IOException, ServletException {
        return handler == TyrusHttpUpgradeHandler.class
                ? handler.cast(super.upgrade(UnmaskingHandler.class))
                : super.upgrade(handler);
    }
}
