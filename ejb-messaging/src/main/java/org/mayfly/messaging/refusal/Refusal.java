package org.mayfly.messaging.refusal;

import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.util.List;

/** Something a client must handle. The code is stable; a refused request has changed nothing. */
public sealed interface Refusal {

    /** Kebab-case, as in {@code docs/refusals.md}. */
    String code();

    /** A refusal that its code says all about. */
    record Plain(Reason reason) implements Refusal {
        @Override
        public String code() {
            return reason.code();
        }
    }

    /** Try again after this long. */
    record Later(Reason reason, Duration retryAfter) implements Refusal {
        @Override
        public String code() {
            return reason.code();
        }
    }

    /** Recipients that can't be written to. */
    record Recipients(Reason reason, List<DeviceId> devices) implements Refusal {
        public Recipients {
            devices = List.copyOf(devices);
        }

        @Override
        public String code() {
            return reason.code();
        }
    }

    /** People of whose devices the caller knows an older list. */
    record Members(Reason reason, List<UserId> users) implements Refusal {
        public Members {
            users = List.copyOf(users);
        }

        @Override
        public String code() {
            return reason.code();
        }
    }

    default RefusedException toException() {
        return new RefusedException(this);
    }
}
