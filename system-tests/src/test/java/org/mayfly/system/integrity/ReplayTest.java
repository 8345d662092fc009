package org.mayfly.system.integrity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Reception;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** The server keeps what it should have deleted, and delivers it again. */
class ReplayTest {

    @TempDir
    Path homes;

    @Test
    @Verifies(value = "R3", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void an_envelope_that_is_delivered_again_is_not_shown_again(TestReporter report) throws Exception {
        var network = TestNetwork.create(Installation.running(), TestNetwork.unique("replay"), homes);
        var alice = network.enrol("alice");
        var bob = network.enrol("bob");
        var carol = network.enrol("carol");
        bob.send(alice, "Bob knows Alice's keys", Optional.empty());
        carol.send(alice, "and so does Carol", Optional.empty());
        assertThat(Mailbox.take(alice)).hasSize(2);
        assertThat(Mailbox.take(bob)).isEmpty();
        alice.send(bob, "once", Optional.empty());
        var device = Recipient.device(bob);

        try (var database = Installation.running().database()) {
            KeptMail.keep(database, device);
            var envelope = Mailbox.read(database, device).get(0);
            assertThat(Recipient.judges(bob, envelope)).as("control: new").isInstanceOf(Reception.Accepted.class);
            assertThat(Recipient.judges(carol, envelope))
                    .as("another person's device, in another conversation")
                    .isInstanceOfSatisfying(
                            Reception.Failed.class,
                            failed -> assertThat(failed.check()).isEqualTo(Check.R6));

            assertThat(Mailbox.take(bob)).as("control: the first delivery").containsExactly("once");
            assertThat(Recipient.judges(bob, envelope))
                    .as("after a restart of the client")
                    .isInstanceOfSatisfying(
                            Reception.DroppedSilently.class,
                            dropped -> assertThat(dropped.check()).isEqualTo(Check.R8));

            for (int again = 0; again < 2; again++) {
                KeptMail.putBack(database, device);
                assertThat(Mailbox.read(database, device)).hasSize(1).contains(envelope);
                assertThat(Mailbox.take(bob))
                        .as("delivered again by the server itself")
                        .isEmpty();
            }
        }
        report.publishEntry(
                "evidence",
                "one live envelope shown once; delivered again by the running server after restarts of the client:"
                        + " dropped; on another person's device: refused");
    }
}
