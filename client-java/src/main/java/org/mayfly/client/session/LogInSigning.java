package org.mayfly.client.session;

import org.mayfly.client.connection.LogInSigner;
import org.mayfly.client.connection.Origin;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.LogIn;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/** Answers challenges of one server as the device of this store. Waits for the session's thread. */
final class LogInSigning implements LogInSigner {

    private final Desk desk;
    private final URI server;
    private final Clock ownClock;

    LogInSigning(Desk desk, URI server, Clock ownClock) {
        this.desk = desk;
        this.server = server;
        this.ownClock = ownClock;
    }

    @Override
    public LogIn sign(Challenge challenge) {
        return desk.loop()
                .call(() -> desk.protocol()
                        .logIn(challenge, Origin.of(server), Instant.ofEpochMilli(ownClock.millis()))
                        .fold(
                                signed -> {
                                    desk.store().commit(signed.unit());
                                    return signed.logIn();
                                },
                                wrong -> {
                                    throw ProblemException.network("wrong-server", server, challenge.getServerName());
                                },
                                off -> {
                                    throw ProblemException.refused("clock-off", off.serverTime());
                                }));
    }
}
