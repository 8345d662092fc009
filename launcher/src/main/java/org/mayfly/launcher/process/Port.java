package org.mayfly.launcher.process;

import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.PrivateFiles;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether ports are free, before anything is started on them. */
public final class Port {
    private Port() {}

    /**
     * @param setting the variable that moves it
     * @throws OperatorError if something else listens there or the address is none of this machine
     */
    public static void needFree(String address, int port, String setting) {
        InetAddress listen;
        try {
            listen = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new OperatorError(
                    "MAYFLY_LISTEN is “" + address + "”, which is no address. Set it to one of this machine.", e);
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(listen, port));
        } catch (IOException e) {
            throw new OperatorError(
                    "Port " + port + " on " + address + " cannot be used (" + e.getMessage()
                            + "). Stop the program that uses it or set " + setting + " to another port.",
                    e);
        }
    }

    /** A port on loopback for internal use: the remembered one if it is free, else another, remembered from now on. */
    public static int internal(Path memory) throws IOException {
        if (Files.exists(memory)) {
            int remembered = Integer.parseInt(Files.readString(memory).strip());
            try (ServerSocket probe = probe(remembered)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                return choose(memory);
            }
        }
        return choose(memory);
    }

    private static int choose(Path memory) throws IOException {
        try (ServerSocket probe = probe(0)) {
            PrivateFiles.write(memory, probe.getLocalPort() + "\n");
            return probe.getLocalPort();
        }
    }

    private static ServerSocket probe(int port) throws IOException {
        ServerSocket probe = new ServerSocket();
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return probe;
    }
}
