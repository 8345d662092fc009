package org.mayfly.bench.peers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A connection, with or without TLS; everything in it runs on the loop's thread. */
public abstract class Link {

    /** Why a connection ended that this side closed. */
    public static final String CLOSED_BY_US = "closed by us";

    private static final int SMALL = 2048;
    private static final int LARGE = 65_536;

    private final EventLoop loop;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable TlsLayer tls;
    private byte[] in = new byte[SMALL];
    private int inLength;
    private byte[] out = new byte[SMALL];
    private int outLength;
    private boolean dirty;
    private boolean dead;

    protected Link(EventLoop loop) {
        this.loop = loop;
    }

    /** The connection stands; what is written now is the first that the server gets. */
    protected abstract void onConnect();

    /** @return how many of the first bytes were used up */
    protected abstract int onData(byte[] data, int length);

    /** Called once, whoever closed. */
    protected abstract void onClosed(String why);

    /** All that was written has been taken by the socket. */
    protected void onFlushed() {}

    protected final EventLoop loop() {
        return loop;
    }

    public final boolean isDead() {
        return dead;
    }

    protected final void connect(Address address) {
        try {
            if (address.tls() != null) {
                tls = new TlsLayer(address.tls(), address.host(), address.port());
            }
            var made = SocketChannel.open();
            channel = made;
            made.configureBlocking(false);
            made.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = made.connect(new InetSocketAddress(address.host(), address.port()));
            key = made.register(loop.selector(), connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (connected) {
                connected();
            }
        } catch (IOException e) {
            fail(e.toString());
        }
    }

    private void connected() throws IOException {
        if (tls != null) {
            tls.begin();
            changed();
        }
        onConnect();
    }

    final void ready(SelectionKey selected, ByteBuffer buffer) throws IOException {
        var open = channel;
        if (open == null || !selected.isValid()) {
            return;
        }
        if (selected.isConnectable()) {
            open.finishConnect();
            selected.interestOps(SelectionKey.OP_READ);
            connected();
        }
        if (selected.isValid() && selected.isReadable()) {
            buffer.clear();
            if (open.read(buffer) < 0) {
                fail("end of stream");
                return;
            }
            buffer.flip();
            if (tls == null) {
                take(buffer);
            } else {
                tls.received(buffer, this::take);
                changed();
            }
        }
        if (selected.isValid() && selected.isWritable()) {
            flush();
        }
    }

    private void take(ByteBuffer input) {
        int size = input.remaining();
        if (inLength + size > in.length) {
            in = Arrays.copyOf(in, Math.max(in.length * 2, inLength + size));
        }
        input.get(in, inLength, size);
        inLength += size;
        if (dead) {
            return;
        }
        int used = onData(in, inLength);
        inLength -= used;
        if (inLength > 0) {
            System.arraycopy(in, used, in, 0, inLength);
        } else if (in.length > LARGE) {
            in = new byte[SMALL];
        }
    }

    /** Adds to what leaves at the end of this turn. */
    protected final void write(byte[] data) {
        write(data, 0, data.length);
    }

    protected final void write(byte[] data, int offset, int length) {
        reserve(length);
        System.arraycopy(data, offset, out, outLength, length);
        outLength += length;
        changed();
    }

    protected final void write(int oneByte) {
        reserve(1);
        out[outLength++] = (byte) oneByte;
        changed();
    }

    private void reserve(int more) {
        if (outLength + more > out.length) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, outLength + more));
        }
    }

    private void changed() {
        if (!dirty && !dead) {
            dirty = true;
            loop.isDirty(this);
        }
    }

    final void endOfTurn() {
        dirty = false;
        try {
            flush();
        } catch (IOException | CancelledKeyException e) {
            fail(e.toString());
        }
    }

    private void flush() throws IOException {
        if (dead || channel == null || key == null || !channel.isConnected()) {
            return;
        }
        int rest = tls == null ? flushPlain(channel) : flushSealed(channel, tls);
        key.interestOps(rest > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (rest == 0 && outLength == 0) {
            onFlushed();
        }
    }

    private int flushPlain(SocketChannel open) throws IOException {
        if (outLength > 0) {
            var output = ByteBuffer.wrap(out, 0, outLength);
            open.write(output);
            keep(output);
        }
        return outLength;
    }

    private int flushSealed(SocketChannel open, TlsLayer layer) throws IOException {
        if (outLength > 0 && layer.isReady()) {
            var output = ByteBuffer.wrap(out, 0, outLength);
            layer.seal(output);
            keep(output);
        }
        return layer.writeTo(open);
    }

    private void keep(ByteBuffer output) {
        int rest = output.remaining();
        System.arraycopy(out, output.position(), out, 0, rest);
        outLength = rest;
    }

    /** Sends what is left, as far as the socket takes it, and closes. */
    protected final void flushAndClose() {
        try {
            flush();
        } catch (IOException | CancelledKeyException gone) {
            // It closes anyway.
        }
        fail(CLOSED_BY_US);
    }

    /** Ends the connection at once. */
    protected void fail(String why) {
        if (dead) {
            return;
        }
        dead = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException gone) {
            // It is closed anyway.
        }
        onClosed(why);
    }
}
