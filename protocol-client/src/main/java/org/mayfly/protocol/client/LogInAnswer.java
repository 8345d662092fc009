package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.wire.LogIn;

import java.time.Instant;
import java.util.function.Function;

/** How a device meets a server's challenge. */
public sealed interface LogInAnswer {

    <R> R fold(Function<Signed, R> signed, Function<WrongServer, R> wrongServer, Function<ClockOff, R> clockOff);

    /** Commit the unit (it raises the store generation), then send. */
    record Signed(LogIn logIn, UnitOfWork unit) implements LogInAnswer {

        @Override
        public <R> R fold(
                Function<Signed, R> signed, Function<WrongServer, R> wrongServer, Function<ClockOff, R> clockOff) {
            return signed.apply(this);
        }
    }

    /** The server calls itself something else than what was dialled, or the challenge is malformed: nothing was signed. */
    record WrongServer() implements LogInAnswer {

        @Override
        public <R> R fold(
                Function<Signed, R> signed, Function<WrongServer, R> wrongServer, Function<ClockOff, R> clockOff) {
            return wrongServer.apply(this);
        }
    }

    /** Own clock and server differ by more than 5 minutes: nothing was signed. */
    record ClockOff(Instant serverTime) implements LogInAnswer {

        @Override
        public <R> R fold(
                Function<Signed, R> signed, Function<WrongServer, R> wrongServer, Function<ClockOff, R> clockOff) {
            return clockOff.apply(this);
        }
    }
}
