package org.mayfly.endpoint.frames;

import java.io.IOException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;

/** A socket whose input is without masks; its output is the container's own. */
final class UnmaskedConnection implements WebConnection {

    private final WebConnection masked;
    private final ServletInputStream input;

    UnmaskedConnection(WebConnection masked) throws IOException {
        this.masked = masked;
        this.input = new UnmaskedInput(masked.getInputStream());
    }

    @Override
    public ServletInputStream getInputStream() {
        return input;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return masked.getOutputStream();
    }

    @Override
    public void close() throws Exception {
        masked.close();
    }
}
