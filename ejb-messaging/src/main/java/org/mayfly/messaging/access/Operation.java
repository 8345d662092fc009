package org.mayfly.messaging.access;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;

import java.util.EnumSet;
import java.util.Set;

import static org.mayfly.messaging.access.Operation.Kind.ADMINISTRATOR;
import static org.mayfly.messaging.access.Operation.Kind.ANONYMOUS;
import static org.mayfly.messaging.access.Operation.Kind.API_TOKEN;
import static org.mayfly.messaging.access.Operation.Kind.DEVICE;
import static org.mayfly.messaging.access.Operation.Kind.RETURNED;
import static org.mayfly.messaging.access.Operation.Kind.SCRAPER;

/**
 * The permission table: who may do what. Every business method names its operation first; there is no other check of
 * permissions in the server.
 */
public enum Operation {
    SET_UP(ANONYMOUS),
    SIGN_IN(ANONYMOUS),
    OPEN_INVITATION(ANONYMOUS),
    ENROL(ANONYMOUS),
    LOG_IN(ANONYMOUS),
    COME_BACK(ANONYMOUS),

    /** Nobody by name, a device or a returned person for the own account. */
    EVALUATE_PASSPHRASE(ANONYMOUS, DEVICE, RETURNED),
    CHANGE_OWN_ACCOUNT(RETURNED),

    CHANGE_NETWORKS(ADMINISTRATOR, API_TOKEN),
    READ_NETWORKS(ADMINISTRATOR, API_TOKEN),
    CHANGE_USERS(ADMINISTRATOR, API_TOKEN),
    READ_USERS(ADMINISTRATOR, API_TOKEN),
    CHANGE_POLICY(ADMINISTRATOR, API_TOKEN),
    CHANGE_API_TOKENS(ADMINISTRATOR, API_TOKEN),
    READ_API_TOKENS(ADMINISTRATOR, API_TOKEN),
    READ_AUDIT(ADMINISTRATOR, API_TOKEN),
    READ_METRICS(ADMINISTRATOR, API_TOKEN, SCRAPER),

    /** A device reads that of its own network only. */
    READ_POLICY(ADMINISTRATOR, API_TOKEN, DEVICE),

    READ_DIRECTORY(DEVICE),
    READ_DEVICE_LISTS(DEVICE),
    USE_PREKEYS(DEVICE),
    USE_MAILBOXES(DEVICE),
    CHANGE_OWN_DEVICES(DEVICE);

    /** The kinds of actor. */
    public enum Kind {
        ADMINISTRATOR,
        API_TOKEN,
        SCRAPER,
        DEVICE,
        RETURNED,
        ANONYMOUS;

        public static Kind of(Actor actor) {
            if (actor instanceof Actor.Administrator) {
                return ADMINISTRATOR;
            } else if (actor instanceof Actor.ApiToken) {
                return API_TOKEN;
            } else if (actor instanceof Actor.Scraper) {
                return SCRAPER;
            } else if (actor instanceof Actor.Device) {
                return DEVICE;
            } else if (actor instanceof Actor.Returned) {
                return RETURNED;
            }
            return ANONYMOUS;
        }
    }

    private final Set<Kind> allowed;

    Operation(Kind first, Kind... others) {
        this.allowed = EnumSet.of(first, others);
    }

    public boolean isAllowedTo(Kind kind) {
        return allowed.contains(kind);
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException forbidden */
    public void check(Actor actor) {
        if (!isAllowedTo(Kind.of(actor))) {
            throw Reason.FORBIDDEN.refused();
        }
    }

    /**
     * For what belongs to a network: a device has its own only.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden, unknown-network
     */
    public void check(Actor actor, NetworkId network) {
        check(actor);
        if (actor instanceof Actor.Device device && !device.network().equals(network)) {
            throw Reason.UNKNOWN_NETWORK.refused();
        }
    }
}
