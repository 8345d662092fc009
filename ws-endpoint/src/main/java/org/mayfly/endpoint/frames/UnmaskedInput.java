package org.mayfly.endpoint.frames;

import java.io.IOException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * The input of a socket, with frames whose masks were taken off. A read may give no byte though some came;
 * after a frame that is refused nothing is ready any more.
 */
final class UnmaskedInput extends ServletInputStream {

    private final ServletInputStream masked;
    private final FrameUnmasking unmasking = new FrameUnmasking();
    private volatile boolean refused;

    UnmaskedInput(ServletInputStream masked) {
        this.masked = masked;
    }

    /** @throws IOException also for a frame that is refused: who reads ends the connection */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = masked.read(bytes, offset, length);
        if (count <= 0) {
            return count;
        }
        try {
            return unmasking.apply(bytes, offset, count);
        } catch (FrameUnmasking.Unacceptable frame) {
            refused = true;
            throw new IOException("a frame without a mask, or too long a one");
        }
    }

    @Override
    public int read(byte[] bytes) throws IOException {
        return read(bytes, 0, bytes.length);
    }

    /** Nobody reads frames byte by byte. */
    @Override
    public int read() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int available() throws IOException {
        return masked.available();
    }

    @Override
    public boolean isFinished() {
        return masked.isFinished();
    }

    @Override
    public boolean isReady() {
        return !refused && masked.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        masked.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
        masked.close();
    }
}
