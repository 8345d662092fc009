package org.mayfly.protocol.client.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.envelope.WrapPlan.PointKey;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.sealed.Content;
import org.mayfly.protocol.sealed.Context;
import org.mayfly.protocol.sealed.Displayed;
import org.mayfly.protocol.sealed.Payload;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import static org.mayfly.protocol.client.vectors.EnvelopeParts.at;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.delivered;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.flipped;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.header;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.notOpened;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.original;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.text;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.wrap;
import static org.mayfly.protocol.client.vectors.EnvelopeParts.wrappedKey;

/** Writes judged.json: envelopes that are good, and for the checks that need no state some that each of them refuses. */
final class JudgedEnvelopes {

    private static final long MAXIMUM_AGE = Duration.ofDays(30).toMillis();
    private static final long TOLERANCE = Duration.ofMinutes(5).toMillis();
    private static final Bytes ZERO_HASH = Bytes.of(new byte[64]);

    private final CryptoProvider provider;
    private final RandomSource random;
    private final Party sender;
    private final Party recipient;
    private final Forgery keys;
    private final ArrayNode envelopes;
    private final ObjectNode file = VectorFile.object();

    private JudgedEnvelopes(CryptoProvider provider) {
        this.provider = provider;
        this.random = RandomSource.of(provider);
        var couple = Party.couple(provider);
        this.sender = couple.get(0);
        this.recipient = couple.get(1);
        Set.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024)
                .forEach(type -> recipient.replenish(type, Limits.PREKEY_POOL, Party.NOW));
        this.keys = new Forgery(provider, sender, recipient);
        file.put(
                        "about",
                        "Envelopes, each judged by a recipient who received nothing before; README.md describes the fields.")
                .put("network", sender.network.value().toHex())
                .put("now", Party.NOW.toEpochMilli());
        file.putObject("sender")
                .put("user", sender.user.value().toHex())
                .put("device", sender.device.value().toHex())
                .put("signedDeviceList", hex(sender.list.toByteArray()));
        var to = file.putObject("recipient")
                .put("user", recipient.user.value().toHex())
                .put("device", recipient.device.value().toHex())
                .put("signedDeviceList", hex(recipient.list.toByteArray()));
        held(to.putArray("prekeys"), keys.point.id());
        held(to.putArray("kemPrekeys"), keys.kem.id());
        this.envelopes = file.putArray("envelopes");
    }

    private void held(ArrayNode list, PrekeyId id) {
        var held = recipient.store.heldPrekey(id).orElseThrow();
        list.addObject()
                .put("id", id.value().toHex())
                .put("publicKey", held.publicKey().toHex())
                .put(
                        "privateKey",
                        hex(recipient.store.secrets().read(held.slot()).expose()));
    }

    static JsonNode written(CryptoProvider provider) {
        var judged = new JudgedEnvelopes(provider);
        judged.good();
        judged.fromOutside();
        judged.opening();
        judged.contexts();
        judged.contents();
        return judged.file;
    }

    private void good() {
        add("a START among no others", Optional.empty(), forgery -> {});
        add("one wrap of five", Optional.empty(), forgery -> forgery.otherRecipients = 4);
        sealed("sent 5 minutes ahead", Optional.empty(), at(TOLERANCE));
        sealed("sent 29 days ago, to live for 30", Optional.empty(), payload -> {
            payload.getContextBuilder()
                    .setSentAt(Party.NOW.minus(Duration.ofDays(29)).toEpochMilli());
            payload.getContextBuilder().getEphemeralityBuilder().setExpiresAfterSeconds(30 * 86_400);
        });
        content("a text of 65,536 bytes", Optional.empty(), text("x".repeat(65_536)));
        content("256 ids", Optional.empty(), delivered(256));
        content("a NotOpened", Optional.empty(), notOpened(64));
        sealed(
                "a re-send, stricter than its original",
                Optional.empty(),
                payload -> payload.getContextBuilder()
                        .setOriginal(original(payload)
                                .setEphemerality(payload.getContext().getEphemerality().toBuilder()
                                        .setExpiresAfterSeconds(86_401))));
        sealed("a re-send that burns, of what did not", Optional.empty(), payload -> {
            payload.getContextBuilder().setOriginal(original(payload));
            payload.getContextBuilder().getEphemeralityBuilder().setBurnAfterSeconds(30);
        });
    }

    private void fromOutside() {
        changed(
                "a header with an unknown field",
                Check.R1,
                deliver -> deliver.setHeader(deliver.getHeader().concat(ByteString.copyFrom(new byte[] {72, 1}))));
        changed(
                "version 2",
                Check.R1,
                deliver ->
                        deliver.setHeader(header(deliver).setVersion(2).build().toByteString()));
        changed(
                "a message id of 15 bytes",
                Check.R1,
                deliver -> deliver.setHeader(header(deliver)
                        .setMessageId(ByteString.copyFrom(new byte[15]))
                        .build()
                        .toByteString()));
        changed(
                "a time to discard at after the year 9999",
                Check.R1,
                deliver -> deliver.setHeader(header(deliver)
                        .setDiscardAt(253_402_300_800_000L)
                        .build()
                        .toByteString()));
        changed(
                "a ciphertext of 527 bytes",
                Check.R1,
                deliver -> deliver.setCiphertext(deliver.getCiphertext().substring(0, 527)));
        changed(
                "a signature of 131 bytes",
                Check.R1,
                deliver -> deliver.setSignature(deliver.getSignature().substring(1)));
        changed("no path", Check.R1, Deliver.Builder::clearPath);
        changed(
                "a sibling of 63 bytes",
                Check.R1,
                deliver -> deliver.getPathBuilder().addSiblings(ByteString.copyFrom(new byte[63])));
        changed(
                "suite 3",
                Check.R1,
                deliver -> deliver.setWrap(wrap(deliver).setSuite(3).build().toByteString()));
        changed(
                "a START with an index",
                Check.R1,
                deliver -> deliver.setWrap(wrap(deliver).setIndex(1).build().toByteString()));
        changed(
                "a START of suite 0x0002 without its ML-KEM part",
                Check.R1,
                deliver -> deliver.setWrap(wrap(deliver)
                        .clearKemPrekey()
                        .clearKemCiphertext()
                        .build()
                        .toByteString()));
        refused("another network", Check.R2, forgery -> forgery.network = NetworkId.of(new byte[16]));
        refused(
                "a device that is not listed",
                Check.R3,
                forgery -> forgery.sender = new DeviceAddress(sender.user, DeviceId.of(new byte[16])));
        refused(
                "another signing key than the listed one",
                Check.R4,
                forgery -> forgery.fingerprint = Optional.of(ZERO_HASH));
        changed(
                "an index beyond the count",
                Check.R5,
                deliver -> deliver.getPathBuilder().setIndex(1));
        changed("a count of 0", Check.R5, deliver -> deliver.getPathBuilder().setLeafCount(0));
        changed(
                "a sibling too many",
                Check.R5,
                deliver -> deliver.getPathBuilder().addSiblings(ByteString.copyFrom(new byte[64])));
        changed("a changed ciphertext", Check.R6, deliver -> deliver.setCiphertext(flipped(deliver.getCiphertext())));
        changed(
                "a changed wrap",
                Check.R6,
                deliver -> deliver.setWrap(wrap(deliver)
                        .setPrekey(ByteString.copyFrom(new byte[16]))
                        .build()
                        .toByteString()));
        changed(
                "a changed header",
                Check.R6,
                deliver -> deliver.setHeader(header(deliver)
                        .setDiscardAt(Party.NOW.toEpochMilli() + 1)
                        .build()
                        .toByteString()));
        refused(
                "suite 0x0001, though both devices name 0x0002",
                Check.R7,
                forgery -> forgery.plan = forgery.classicalStart());
        refused("now is the time to discard at", Check.R9, forgery -> forgery.discardAt = Party.NOW);
    }

    private void opening() {
        refused("a one-time key that never was", Check.R10, forgery -> {
            forgery.point = new PointKey(new PrekeyId(random.bytes(16)), forgery.point.key());
            forgery.plan = forgery.hybridStart();
        });
        refused("bound to another device", Check.R11, forgery -> forgery.boundDevice = DeviceId.of(new byte[16]));
        refused("a reply key that is neither there nor not", Check.R11, wrappedKey(32, 2));
        refused("room of a reply key that is not zero", Check.R11, wrappedKey(197, 1));
        refused(
                "a key that the header does not commit to",
                Check.R12,
                forgery -> forgery.commitment = Optional.of(ZERO_HASH));
        refused("padding that is not zero", Check.R13, forgery -> {
            var padded = forgery.payload.expose();
            padded[padded.length - 1] = 1;
            forgery.payload = SecretBytes.takeOver(padded);
        });
        refused("a padded length that is not that of the message", Check.R13, forgery -> {
            var padded = forgery.payload.expose();
            padded[3]++;
            var longer = new byte[padded.length + 32];
            System.arraycopy(padded, 0, longer, 0, padded.length);
            forgery.payload = SecretBytes.takeOver(longer);
        });
        context(
                "a roster hash of 63 bytes",
                Check.R13,
                context -> context.setRosterHash(ByteString.copyFrom(new byte[63])));
        context("counter 0", Check.R13, Context.Builder::clearCounter);
        context("list version 0", Check.R13, Context.Builder::clearSenderListVersion);
        context("no life", Check.R13, Context.Builder::clearEphemerality);
        context("no sent time", Check.R13, Context.Builder::clearSentAt);
        sealed("no context", Optional.of(Check.R13), Payload.Builder::clearContext);
        sealed(
                "an original without a life",
                Optional.of(Check.R13),
                payload -> payload.getContextBuilder()
                        .setOriginal(original(payload).clearEphemerality()));
    }

    private void contexts() {
        sealed("sent 5 minutes and a millisecond ahead", Optional.of(Check.R15), at(TOLERANCE + 1));
        sealed("sent 30 days and a millisecond ago", Optional.of(Check.R15), at(-MAXIMUM_AGE - 1));
        var hash = ByteString.copyFrom(new byte[64]);
        context(
                "another conversation",
                Check.R16,
                context -> context.setConversation(ByteString.copyFrom(new byte[32])));
        context("another identity", Check.R16, context -> context.setSenderIdentityFingerprint(hash));
        context("a list version that never was", Check.R16, context -> context.setSenderListVersion(2));
        context("another list hash", Check.R16, context -> context.setSenderListHash(hash));
        context("another roster", Check.R16, context -> context.setRosterHash(hash));
        context("a control head", Check.R16, context -> context.setControlHead(hash));
        context("a log checkpoint", Check.R16, context -> context.setLogCheckpoint(ByteString.copyFromUtf8("1")));
        sealed(
                "an original sent at another time",
                Optional.of(Check.R16),
                payload -> payload.getContextBuilder()
                        .setOriginal(original(payload).setSentAt(Party.NOW.toEpochMilli() - 1)));
        sealed(
                "an original that expired sooner",
                Optional.of(Check.R16),
                payload -> payload.getContextBuilder()
                        .setOriginal(original(payload)
                                .setEphemerality(payload.getContext().getEphemerality().toBuilder()
                                        .setExpiresAfterSeconds(86_399))));
        sealed(
                "an original that burnt",
                Optional.of(Check.R16),
                payload -> payload.getContextBuilder()
                        .setOriginal(original(payload)
                                .setEphemerality(payload.getContext().getEphemerality().toBuilder()
                                        .setBurnAfterSeconds(30))));
        add(
                "an original with the id of its envelope",
                Optional.of(Check.R16),
                forgery -> seal(
                        forgery,
                        payload -> payload.getContextBuilder()
                                .setOriginal(original(payload)
                                        .setMessageId(ByteString.copyFrom(forgery.message.toArray())))));
    }

    private void contents() {
        content("no content", Optional.of(Check.R17), Content.newBuilder());
        content("an empty text", Optional.of(Check.R17), text(""));
        content("a text of 65,537 bytes", Optional.of(Check.R17), text("x".repeat(65_537)));
        content("no ids", Optional.of(Check.R17), delivered(0));
        content("257 ids", Optional.of(Check.R17), delivered(257));
        content(
                "an id of 15 bytes",
                Optional.of(Check.R17),
                Content.newBuilder()
                        .setDisplayed(Displayed.newBuilder()
                                .setMessageId(ByteString.copyFrom(new byte[15]))
                                .setDisplayedAt(Party.NOW.toEpochMilli())));
        content(
                "displayed at no time",
                Optional.of(Check.R17),
                Content.newBuilder()
                        .setDisplayed(Displayed.newBuilder().setMessageId(ByteString.copyFrom(new byte[16]))));
        content("a NotOpened with a hash of 63 bytes", Optional.of(Check.R17), notOpened(63));
        sealed("a re-send of a receipt", Optional.of(Check.R17), payload -> {
            payload.getContextBuilder().setOriginal(original(payload));
            payload.setContent(delivered(1));
        });
    }

    private void context(String what, Check check, Consumer<Context.Builder> change) {
        sealed(what, Optional.of(check), payload -> change.accept(payload.getContextBuilder()));
    }

    private void content(String what, Optional<Check> check, Content.Builder content) {
        sealed(what, check, payload -> payload.setContent(content));
    }

    private void sealed(String what, Optional<Check> check, Consumer<Payload.Builder> change) {
        add(what, check, forgery -> seal(forgery, change));
    }

    private static void seal(Forgery forgery, Consumer<Payload.Builder> change) {
        try {
            var payload = Payload.parseFrom(Padding.unpad(forgery.payload).expose()).toBuilder();
            change.accept(payload);
            forgery.payload = Padding.pad(SecretBytes.takeOver(payload.build().toByteArray()));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void refused(String what, Check check, Consumer<Forgery> change) {
        add(what, Optional.of(check), change);
    }

    private void changed(String what, Check check, Consumer<Deliver.Builder> change) {
        var deliver = forgery().build().toBuilder();
        change.accept(deliver);
        add(what, Optional.of(check), deliver.build());
    }

    private void add(String what, Optional<Check> check, Consumer<Forgery> change) {
        var forgery = forgery();
        change.accept(forgery);
        add(what, check, forgery.build());
    }

    /** All are sealed to the same one-time keys: none is ever taken in. */
    private Forgery forgery() {
        var forgery = new Forgery(provider, sender, recipient);
        forgery.point = keys.point;
        forgery.kem = keys.kem;
        forgery.plan = forgery.hybridStart();
        return forgery;
    }

    private void add(String what, Optional<Check> check, Deliver deliver) {
        var envelope = envelopes.addObject().put("what", what);
        check.ifPresent(by -> envelope.put("refusedBy", by.name()));
        envelope.put("deliver", hex(deliver.toByteArray()));
    }

    private static String hex(byte[] bytes) {
        return Bytes.of(bytes).toHex();
    }
}
