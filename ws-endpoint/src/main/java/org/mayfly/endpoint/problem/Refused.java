package org.mayfly.endpoint.problem;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.Refusing;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a transport tells of a refusal: the only fold of {@link Refusal}. */
public record Refused(Reason reason, Duration retryAfter, List<DeviceId> devices, List<UserId> users) {

    /** A refusal that is about no recipient. */
    public static Refused plain(Reason reason) {
        return new Refused(reason, Duration.ZERO, List.of(), List.of());
    }

    public static Refused of(Refusal refusal) {
        if (refusal instanceof Refusal.Plain plain) {
            return plain(plain.reason());
        }
        if (refusal instanceof Refusal.Later later) {
            return new Refused(later.reason(), later.retryAfter(), List.of(), List.of());
        }
        if (refusal instanceof Refusal.Members members) {
            return new Refused(members.reason(), Duration.ZERO, List.of(), members.users());
        }
        var recipients = (Refusal.Recipients) refusal;
        return new Refused(recipients.reason(), Duration.ZERO, recipients.devices(), List.of());
    }

    /** The refusal behind an exception that a container or a future may have wrapped. */
    public static Optional<Refused> in(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof Refusing refusing) {
                return refusing.asRefusal().map(Refused::of);
            }
        }
        return Optional.empty();
    }

    public String code() {
        return reason.code();
    }
}
