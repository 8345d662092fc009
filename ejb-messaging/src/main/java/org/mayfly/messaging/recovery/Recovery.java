package org.mayfly.messaging.recovery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import jakarta.ejb.Local;

/** How a person gets the identity key again with nothing but what is remembered or written down. */
@Local
public interface Recovery {

    /**
     * Evaluates a blinded passphrase for an account that is named, under the seed of its bundle. Counted before the answer
     * leaves; an account that is not there is counted and answered alike. Without a blinded passphrase, the recovery key's
     * way, there is nothing to guess and nothing counted.
     *
     * @param actor a device or a returned person has a count of its own and names the own account; for a returned person,
     *     who is about to change the passphrase, the newest seed is used
     * @param blinded 67 bytes, a compressed point
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, rate-limited, forbidden: another account than the own
     */
    Evaluation evaluate(Actor actor, AccountNames names, Optional<Bytes> blinded);

    /** What such names are counted under: keyed, and the same however they are typed. 32 bytes. */
    Bytes pseudonym(AccountNames names);

    /**
     * The same for who holds an invitation and is about to enrol; does not use it up.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed; invitation-unusable, also for one whose evaluations
     *     are used up
     */
    Evaluation evaluateInvited(Actor.Anonymous actor, String code, Bytes blinded);

    /**
     * Proves by the log-in key to know what opens the bundle. The challenge is used up, whatever comes of it.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException clock-off; wrong-credentials for every other reason; suspended:
     *     only after a right proof
     */
    Account logIn(Actor.Anonymous actor, LogIn logIn);

    /** @throws org.mayfly.messaging.refusal.RefusedException unauthenticated */
    Actor.Returned authenticate(String token);

    /** As a person typed them. */
    record AccountNames(String network, String user) {
        @Override
        public String toString() {
            return "AccountNames[hidden]";
        }
    }

    /**
     * @param challenge 32 bytes to be signed at log-in, good once and for 10 minutes
     * @param seed names the seed used
     * @param evaluated 67 bytes; empty where nothing was to be evaluated
     */
    record Evaluation(Bytes challenge, UUID seed, Optional<Bytes> evaluated) {
        @Override
        public String toString() {
            return "Evaluation[hidden]";
        }
    }

    /** @param signature 132 bytes by the log-in key; label msgr/v1/recover */
    record LogIn(Returning person, Bytes challenge, Instant time, Bytes signature) {
        @Override
        public String toString() {
            return "LogIn[hidden]";
        }
    }

    /**
     * All that is needed to go on.
     *
     * @param lists all versions, ascending
     * @param token of 32 bytes; opens {@link ReturnedAccount}
     * @param approvalNeeded whether a further device will have to wait
     */
    record Account(
            NetworkId network,
            String networkName,
            UserId user,
            String userName,
            Bundle bundle,
            Versions versions,
            List<SignedDeviceList> lists,
            Bytes token,
            Instant expires,
            boolean approvalNeeded,
            EphemeralityPolicy policy) {

        public Account {
            lists = List.copyOf(lists);
        }

        @Override
        public String toString() {
            return "Account[hidden]";
        }
    }

    /** Of the bundles; zero where there is none. @param used of the one that was logged in with */
    record Versions(long used, long passphrase, long recoveryKey) {}
}
