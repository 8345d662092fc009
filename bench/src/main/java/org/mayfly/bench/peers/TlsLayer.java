package org.mayfly.bench.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The client's side of TLS on a socket that doesn't block. The server's certificate and name are checked. For one thread. */
final class TlsLayer {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private ByteBuffer sealedIn;
    private ByteBuffer sealedOut;
    private ByteBuffer plain;
    private boolean ready;

    TlsLayer(SSLContext context, String host, int port) {
        engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        sealedIn = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        sealedOut = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    void begin() throws SSLException {
        engine.beginHandshake();
        wrap(NOTHING);
    }

    /** Whether the handshake is over, so that data can be sealed. */
    boolean isReady() {
        return ready;
    }

    /** Takes what came from the network; hands on what it says, and prepares what is to be answered. */
    void received(ByteBuffer input, Consumer<ByteBuffer> sink) throws SSLException {
        sealedIn = roomFor(sealedIn, input.remaining()).put(input);
        sealedIn.flip();
        boolean more = true;
        while (more) {
            plain.clear();
            var result = engine.unwrap(sealedIn, plain);
            if (plain.position() > 0) {
                plain.flip();
                sink.accept(plain);
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                plain = ByteBuffer.allocate(plain.capacity() * 2);
                continue;
            }
            more = result.getStatus() == Status.OK && (result.bytesConsumed() > 0 || isTaskRun());
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                more = isTaskRun();
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING);
            }
            ready |= result.getHandshakeStatus() == HandshakeStatus.FINISHED
                    || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        }
        sealedIn.compact();
    }

    private boolean isTaskRun() {
        boolean ran = false;
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
            ran = true;
        }
        return ran;
    }

    void seal(ByteBuffer output) throws SSLException {
        wrap(output);
    }

    private void wrap(ByteBuffer output) throws SSLException {
        while (output.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            var result = engine.wrap(output, sealedOut);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                sealedOut = roomFor(sealedOut, engine.getSession().getPacketBufferSize());
            } else if (result.getStatus() == Status.CLOSED) {
                return;
            }
        }
    }

    /** @return how many bytes the socket has not taken yet */
    int writeTo(SocketChannel channel) throws IOException {
        sealedOut.flip();
        channel.write(sealedOut);
        int rest = sealedOut.remaining();
        sealedOut.compact();
        return rest;
    }

    private static ByteBuffer roomFor(ByteBuffer buffer, int more) {
        if (buffer.remaining() >= more) {
            return buffer;
        }
        var larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + more));
        buffer.flip();
        return larger.put(buffer);
    }
}
