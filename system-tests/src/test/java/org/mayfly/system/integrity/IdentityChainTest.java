package org.mayfly.system.integrity;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.crypto.Signer;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** A true envelope from a live mailbox, with what a lying server could answer when it is asked for the sender's devices. */
class IdentityChainTest {

    private static final Installation INSTALLATION = Installation.running();

    @TempDir
    Path homes;

    @Test
    @Verifies(value = "P3.3", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_device_that_the_senders_identity_key_does_not_list_is_refused(TestReporter report) throws Exception {
        var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("chain"), homes);
        var alice = network.enrol("alice");
        var bob = network.enrol("bob");
        var mallory = network.enrol("mallory");
        alice.send(bob, "from somebody new", Optional.empty());
        var envelope = Mailbox.of(bob).get(0);
        var genuine = published(alice);

        assertThat(Recipient.judges(bob, envelope, Optional.of(genuine)))
                .as("control: the list as alice signed it")
                .isInstanceOf(Reception.Accepted.class);
        refused(bob, envelope, Optional.empty());
        refused(bob, envelope, Optional.of(published(mallory)));
        refused(
                bob,
                envelope,
                Optional.of(genuine.toBuilder()
                        .setSignature(ForgedEnvelope.flipped(genuine.getSignature()))
                        .build()));
        refused(bob, envelope, Optional.of(signedByAnotherIdentity(envelope, genuine)));

        assertThat(Mailbox.take(bob)).containsExactly("from somebody new");
        alice.send(bob, "from somebody known", Optional.empty());
        var later = Mailbox.of(bob).get(0);
        assertThat(Recipient.judges(bob, later, Optional.empty()))
                .as("control: by the pinned list, whatever the server says")
                .isInstanceOf(Reception.Accepted.class);
        assertThat(Recipient.judges(bob, ForgedEnvelope.signed(later, mallory, Mailbox.device(bob)), Optional.empty()))
                .isInstanceOf(Reception.Failed.class);
        report.publishEntry(
                "evidence",
                "one live envelope: accepted with the list that its sender's identity key signed; refused without a list, with"
                        + " another user's, with a changed signature and with one that another identity key signed");
    }

    private static void refused(Person recipient, Deliver envelope, Optional<SignedDeviceList> answered) {
        assertThat(Recipient.judges(recipient, envelope, answered))
                .isInstanceOfSatisfying(
                        Reception.Failed.class,
                        failed -> assertThat(failed.check()).isEqualTo(Check.R3));
    }

    /** The same devices, truly signed, by an identity key that the server made up. */
    private static SignedDeviceList signedByAnotherIdentity(Deliver envelope, SignedDeviceList genuine)
            throws Exception {
        var random = RandomSource.of(Recipient.PROVIDER);
        try (var made = P521KeyPair.generate(Recipient.PROVIDER, random)) {
            var network = OuterHeader.parseFrom(envelope.getHeader()).getNetwork();
            var input = SignedInput.deviceList(
                    new NetworkId(Bytes.of(network.toByteArray())),
                    Bytes.of(genuine.getList().toByteArray()));
            return genuine.toBuilder()
                    .setIdentityKey(
                            ByteString.copyFrom(made.publicKey().encoded().toArray()))
                    .setSignature(ByteString.copyFrom(
                            new Signer(Recipient.PROVIDER).sign(made, input).toArray()))
                    .build();
        }
    }

    /** What the server would answer. */
    private static SignedDeviceList published(Person person) throws Exception {
        try (var database = INSTALLATION.database();
                var query = database.prepareStatement("""
                        SELECT u.identity_key, l.list, l.signature FROM device_list l JOIN app_user u ON u.id = l.user_id
                        WHERE u.id = ? ORDER BY l.version DESC LIMIT 1""")) {
            query.setObject(1, UUID.fromString(person.user().toString()));
            try (var row = query.executeQuery()) {
                row.next();
                return SignedDeviceList.newBuilder()
                        .setIdentityKey(ByteString.copyFrom(row.getBytes(1)))
                        .setList(ByteString.copyFrom(row.getBytes(2)))
                        .setSignature(ByteString.copyFrom(row.getBytes(3)))
                        .build();
            }
        }
    }
}
