package org.mayfly.endpoint.frames;

import org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler;

import java.io.IOException;
import java.io.UncheckedIOException;
import jakarta.servlet.http.WebConnection;

/** Tyrus' own handler of a socket, on an input without masks. Made by the container. */
public final class UnmaskingHandler extends TyrusHttpUpgradeHandler {

    @Override
    public void init(WebConnection connection) {
        try {
            super.init(new UnmaskedConnection(connection));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
