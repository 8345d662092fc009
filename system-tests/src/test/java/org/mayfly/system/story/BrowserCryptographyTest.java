package org.mayfly.system.story;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.secrecy.RecordedEnvelope;
import org.mayfly.system.secrecy.Tap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What the served browser client asks of the browser's cryptography while a person joins, writes and reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserCryptographyTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONSTANT = 0x2a;

    /** Of docs/protocol.md, "Standards": function, algorithm, parameters. */
    private static final Pattern RECOMMENDED =
            Pattern.compile("(generateKey|importKey|exportKey|deriveBits) ECDH( P-521)?"
                    + "|(generateKey|importKey|exportKey|sign|verify) ECDSA( P-521)?( SHA-512)?( P-521)?"
                    + "|(importKey|sign) HMAC SHA-512( 512| 1024)?"
                    + "|(importKey|encrypt|decrypt) AES-GCM( tag 128)?( 256)?"
                    + "|digest SHA-(512|256)"
                    + "|\\w+ ML-KEM-1024");

    @TempDir
    static Path homes;

    private Chromium chromium;
    private Tap tap;
    private TestNetwork network;
    private WatchedCryptography watched;
    private Messenger anna;
    private Person carla;
    private int plainRandomOfLoading;

    @BeforeAll
    void a_watched_browser_joins_writes_and_reads() throws Exception {
        chromium = new Chromium(INSTALLATION);
        tap = Tap.on(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("watched"), homes);
        carla = network.enrol("carla");
        var profile = chromium.profile("watched");
        watched = WatchedCryptography.of(profile.page());
        profile.page().navigate(INSTALLATION.publicUrl().toString());
        assertThat(profile.page().getByText("Join your organisation")).isVisible();
        plainRandomOfLoading = watched.plainRandomCalls();
        anna = new Messenger(profile, PASSPHRASE, INSTALLATION.publicUrl());
        anna.join(network.invite("anna"), "anna");
        anna.startWith("carla");
        anna.write("carla", "Sealed by the browser.");
        Eventually.holds(PATIENCE, () -> sent().size() == 1);
        carla.send("anna", "Sealed by Java.", Optional.empty());
        assertThat(anna.bubble("Sealed by Java.")).isVisible();
    }

    @AfterAll
    void close() throws Exception {
        tap.close();
        chromium.close();
    }

    /** To carla. */
    private List<RecordedEnvelope> sent() {
        try {
            var device = network.device("carla");
            return tap.recorded(network.name()).stream()
                    .filter(envelope -> envelope.device().equals(device))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(1)
    @Verifies(value = "P1.2", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void every_algorithm_and_parameter_is_a_recommended_one(TestReporter report) {
        var asked = watched.asked();
        assertThat(asked).allMatch(RECOMMENDED.asMatchPredicate());
        for (var must :
                List.of("deriveBits ECDH", "sign ECDSA", "verify ECDSA", "encrypt AES-GCM", "decrypt AES-GCM")) {
            assertThat(asked).anyMatch(call -> call.startsWith(must));
        }
        anna.page().evaluate("crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])");
        assertThat(watched.asked())
                .as("control: a call with another curve is seen and judged")
                .filteredOn(RECOMMENDED.asMatchPredicate().negate())
                .containsExactly("generateKey ECDH P-256");
        report.publishEntry("evidence", "asked of WebCrypto while joining, writing and reading: " + asked);
    }

    @Test
    @Order(2)
    @Verifies(value = "P1.4", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void random_numbers_come_from_the_browsers_one_source(TestReporter report) {
        assertThat(watched.plainRandomCalls())
                .as("of Math.random, since the page stood")
                .isEqualTo(plainRandomOfLoading);
        assertThat(plainRandomOfLoading)
                .as("control: the library that draws the page names its marks by it")
                .isPositive();

        watched.fixRandomBytes(CONSTANT);
        anna.write("carla", "Not random.");
        var constant = new byte[16];
        Arrays.fill(constant, (byte) CONSTANT);
        Eventually.holds(PATIENCE, () -> sent().stream().anyMatch(envelope -> hasId(envelope, constant)));
        report.publishEntry(
                "evidence", "no call of Math.random while joining, writing, reading; ids follow getRandomValues");
    }

    /** The control: a source made constant shows in what leaves. */
    private static boolean hasId(RecordedEnvelope envelope, byte[] id) {
        try {
            return OuterHeader.parseFrom(envelope.deliver().getHeader())
                    .getMessageId()
                    .equals(ByteString.copyFrom(id));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(3)
    @Verifies(value = "P1.3", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void nothing_is_sealed_but_by_the_browsers_own_functions(TestReporter report) {
        var before = sent().size();
        assertThat(before).as("control: with them, messages left").isPositive();
        for (var function : List.of("deriveBits", "encrypt")) {
            watched.refuse(function);
            anna.type("carla", "Without " + function + ".");
            Eventually.holds(PATIENCE, () -> watched.refusals(function) > 0);
        }
        assertThat(sent()).hasSize(before);
        report.publishEntry("evidence", "with WebCrypto's deriveBits or encrypt refused, nothing reached the server");
    }
}
