package org.mayfly.protocol.verification;

import java.util.Optional;
import java.util.function.Function;

/** What came of verifying: the verified value or the fault. */
public sealed interface Verification<T> {

    <R> R fold(Function<T, R> verified, Function<Fault, R> refused);

    /** The value, or what the function makes of the fault is thrown. */
    default <X extends Throwable> T orElseThrow(Function<Fault, X> exception) throws X {
        var fault = fold(value -> Optional.<Fault>empty(), Optional::of);
        if (fault.isPresent()) {
            throw exception.apply(fault.get());
        }
        return fold(value -> value, never -> {
            throw new IllegalStateException();
        });
    }

    /** The value, or empty whatever the fault. */
    default Optional<T> value() {
        return fold(Optional::of, fault -> Optional.empty());
    }

    record Verified<T>(T verified) implements Verification<T> {
        @Override
        public <R> R fold(Function<T, R> onVerified, Function<Fault, R> onRefused) {
            return onVerified.apply(verified);
        }
    }

    record Refused<T>(Fault fault) implements Verification<T> {
        @Override
        public <R> R fold(Function<T, R> onVerified, Function<Fault, R> onRefused) {
            return onRefused.apply(fault);
        }
    }

    static <T> Verification<T> verified(T value) {
        return new Verified<>(value);
    }

    static <T> Verification<T> refused(Fault fault) {
        return new Refused<>(fault);
    }
}
