package org.mayfly.endpoint.delivery;

import java.util.Optional;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/**
 * Where sockets come in: hands whole binary messages to their {@link Connection}. {@link HandshakeGate} has looked at
 * origin and limits before. No scope of CDI is active in these callbacks and the caller of an EJB is anonymous, so nothing
 * about the device comes from the container.
 *
 * <p>The container's idle timeout stays off: Tyrus 2.1.5 lets the timer of a session's birth, of 0 ms, close a session to
 * which a timeout is given a moment later. {@link Connection#tick} ends the silent ones.
 */
@ServerEndpoint(value = "/socket", subprotocols = DeliveryEndpoint.PROTOCOL)
public class DeliveryEndpoint {

    static final String PROTOCOL = "mayfly.v1";
    private static final String CONNECTION = Connection.class.getName();

    private final Relay relay;

    @Inject
    public DeliveryEndpoint(Relay relay) {
        this.relay = relay;
    }

    @OnOpen
    public void opened(Session session) {
        session.setMaxBinaryMessageBufferSize(Limits.MESSAGE_BYTES);
        session.getUserProperties().put(CONNECTION, relay.open(new SessionWire(session)));
    }

    @OnMessage(maxMessageSize = Limits.MESSAGE_BYTES)
    public void received(Session session, byte[] message) {
        connection(session).ifPresent(connection -> connection.received(message));
    }

    @OnMessage(maxMessageSize = 1024)
    public void receivedText(Session session, @SuppressWarnings("unused") String text) {
        connection(session).ifPresent(Connection::receivedForeign);
    }

    @OnClose
    public void closed(Session session) {
        connection(session).ifPresent(relay::lost);
    }

    /** A transport that broke: the container closes the session, which is all there is to do. */
    @OnError
    public void failed(Session session, Throwable failure) {
        connection(session).ifPresent(relay::lost);
    }

    private static Optional<Connection> connection(Session session) {
        return Optional.ofNullable((Connection) session.getUserProperties().get(CONNECTION));
    }
}
