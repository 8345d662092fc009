package org.mayfly.endpoint.delivery;

import com.google.protobuf.ByteString;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.endpoint.fakes.MemoryMailboxes;
import org.mayfly.endpoint.fakes.SetClock;
import org.mayfly.endpoint.problem.FailureLog;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.protocol.wire.Acknowledge;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.ClientFrames;
import org.mayfly.protocol.wire.Heartbeat;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.Submit;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A relay in memory, all on the test's thread, and a device that dials it. */
final class Device {

    static final class Server {
        final MemoryCore core = new MemoryCore();
        final MemoryMailboxes mailboxes = new MemoryMailboxes();
        final ConnectedDevices connected = new ConnectedDevices();
        final SetClock clock = new SetClock();
        final Signals signals = new Signals();
        final Surroundings surroundings;

        Server() {
            this(Runnable::run);
        }

        Server(Executor threads) {
            surroundings = new Surroundings(
                    clock,
                    clock::elapsed,
                    new SecureRandom(),
                    new FailureLog(new SecureRandom(), signals),
                    threads,
                    signals,
                    new AtomicLong());
        }

        Device dial() {
            return new Device(this);
        }

        Device loggedIn() {
            var device = dial();
            device.send(logIn());
            return device;
        }
    }

    final MemoryWire wire = new MemoryWire();
    final Connection connection;

    private Device(Server server) {
        var ports = new Ports(server.mailboxes, server.core, server.core, server.core);
        connection = new Connection(wire, ports, server.connected, server.surroundings);
    }

    void send(ClientFrame... frames) {
        var message = ClientFrames.newBuilder().addAllFrames(Arrays.asList(frames));
        connection.received(message.build().toByteArray());
    }

    static ClientFrame logIn() {
        return ClientFrame.newBuilder()
                .setRequest(1)
                .setLogIn(LogIn.newBuilder().setSignature(ByteString.copyFrom(new byte[132])))
                .build();
    }

    static ClientFrame submit(int request) {
        return submit(request, 0);
    }

    static ClientFrame submit(int request, int size) {
        var header = OuterHeader.newBuilder()
                .setVersion(1)
                .setMessageId(ByteString.copyFrom(MemoryCore.id(request)))
                .build();
        return ClientFrame.newBuilder()
                .setRequest(request)
                .setSubmit(Submit.newBuilder()
                        .setHeader(header.toByteString())
                        .setCiphertext(ByteString.copyFrom(new byte[size])))
                .build();
    }

    static ClientFrame acknowledge(int request, Long... deliveries) {
        return ClientFrame.newBuilder()
                .setRequest(request)
                .setAcknowledge(Acknowledge.newBuilder().addAllDeliveries(List.of(deliveries)))
                .build();
    }

    static ClientFrame heartbeat(int request) {
        return ClientFrame.newBuilder()
                .setRequest(request)
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build();
    }
}
