package org.mayfly.endpoint.rest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.endpoint.fakes.MemoryAccount;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.endpoint.fakes.MemoryOperators;
import org.mayfly.messaging.device.OwnDevices.Waiting;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Devices and recovery as docs/api.md has them: what goes in, what comes out, whose token opens what. */
class RecoveryRestTest {

    private static final String DEVICE = MemoryCore.REST_TOKEN;
    private static final String RETURNED = MemoryAccount.TOKEN;
    private static final String NAMES = "\"network\":\"Acme\",\"user\":\"Anna\"";
    private static final String PREKEYS =
            "\"deviceList\":\"Ag\",\"deviceListSignature\":\"Aw\",\"prekeyBatch\":\"BA\",\"prekeyBatchSignature\":\"BQ\",\"prekeys\":[]";

    private final RestServer server = new RestServer();

    private static String zeros(int length) {
        return MemoryAccount.bytes(length).toBase64Url();
    }

    private static String bundle(String more) {
        return "{\"bundle\":\"" + zeros(94) + "\",\"logInKey\":\""
                + MemoryAccount.KEY.encoded().toBase64Url() + "\"" + more + "}";
    }

    @Test
    void an_evaluation_is_asked_by_anybody_by_a_device_and_by_who_came_back() {
        var body = "{" + NAMES + ",\"blinded\":\"" + zeros(67) + "\"}";
        for (var token : new String[] {"", DEVICE, RETURNED}) {
            var answer = server.send("POST", "recovery/evaluations", token, body);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"challenge\":\"" + zeros(32) + "\",\"seedId\":\"" + MemoryAccount.SEED
                            + "\",\"evaluated\":\"" + zeros(67) + "\"}");
        }
        assertThat(server.account.done)
                .containsExactly("Anonymous Acme/Anna", "Device Acme/Anna", "Returned Acme/Anna");
    }

    @Test
    void guesses_of_nobody_in_particular_count_for_their_source_and_the_account() {
        var body = "{" + NAMES + ",\"blinded\":\"" + zeros(67) + "\"}";
        var invited = "{\"code\":\"C\",\"blinded\":\"" + zeros(67) + "\"}";
        server.send("POST", "recovery/evaluations", DEVICE, body);
        server.send("POST", "recovery/evaluations", RETURNED, body);
        server.send("POST", "recovery/evaluations", "", "{" + NAMES + "}");
        server.send("POST", "recovery/evaluations", "", invited);
        assertThat(server.limits.counted).isEmpty();
        server.limits.reached = true;
        server.account.done.clear();
        var refused = server.send("POST", "recovery/evaluations", "", body);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().getHeaderString("Retry-After")).isEqualTo("1800");
        assertThat(server.account.done).isEmpty();
        server.limits.reached = false;
        server.send("POST", "recovery/evaluations", "", body);
        assertThat(server.limits.counted)
                .containsExactly("ACCOUNT 192.0.2.7 0404", "ACCOUNT 192.0.2.7 0404", "ACCOUNT_DAILY 192.0.2.7 0404");
    }

    @Test
    void a_recovery_key_needs_a_challenge_only() {
        var answer = server.send("POST", "recovery/evaluations", "", "{" + NAMES + "}")
                .object();
        assertThat(answer.keySet()).containsExactlyInAnyOrder("challenge", "seedId");
    }

    @Test
    void an_invitation_is_evaluated_by_its_code() {
        var body = "{\"code\":\"C\",\"blinded\":\"" + zeros(67) + "\"}";
        assertThat(server.send("POST", "recovery/evaluations", "", body).status())
                .isEqualTo(200);
        assertThat(server.account.done).containsExactly("invited C");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"network\":\"a\"}",
                "{\"user\":\"a\"}",
                "{\"code\":\"C\"}",
                "{\"code\":\"C\",\"network\":\"a\",\"user\":\"b\",\"blinded\":\"AA\"}",
                "{\"network\":\"a\",\"user\":\"b\",\"blinded\":null}",
                "{\"network\":\"a\",\"user\":\"b\",\"more\":1}"
            })
    void another_question_is_malformed(String body) {
        var answer = server.send("POST", "recovery/evaluations", "", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(server.account.done).isEmpty();
    }

    @Test
    void a_token_that_opens_nothing_does_not_make_somebody_nobody_in_particular() {
        var body = "{" + NAMES + "}";
        for (var token : new String[] {"x".repeat(43), "short"}) {
            assertThat(server.send("POST", "recovery/evaluations", token, body).status())
                    .isEqualTo(401);
        }
        assertThat(server.account.done).isEmpty();
    }

    private static String logIn(String way, int signature) {
        return "{" + NAMES + ",\"way\":\"" + way + "\",\"challenge\":\"" + zeros(32) + "\",\"time\":5,\"signature\":\""
                + zeros(signature) + "\"}";
    }

    @Test
    void a_log_in_hands_on_the_names_as_they_stand_and_gives_all_that_is_needed() {
        var answer = server.send("POST", "recovery/log-ins", "", logIn("passphrase", 132))
                .object();
        var asked = server.account.logIns.get(0);
        assertThat(asked.person().network()).isEqualTo("Acme");
        assertThat(asked.person().user()).isEqualTo("Anna");
        assertThat(asked.person().way()).isEqualTo(Way.PASSPHRASE);
        assertThat(asked.time()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(answer.keySet())
                .containsExactlyInAnyOrder(
                        "network",
                        "user",
                        "bundle",
                        "bundleVersion",
                        "versions",
                        "seedId",
                        "identityKey",
                        "lists",
                        "token",
                        "expires",
                        "approvalNeeded",
                        "maxDevices",
                        "policy");
        assertThat(answer.getJsonObject("versions").toString()).isEqualTo("{\"passphrase\":3,\"recoveryKey\":0}");
        assertThat(answer.getJsonArray("lists").toString()).isEqualTo("[{\"list\":\"Ag\",\"signature\":\"Aw\"}]");
        assertThat(answer.getString("identityKey")).isEqualTo("AQ");
        assertThat(answer.getJsonObject("policy").getInt("devicesMaximum")).isEqualTo(5);
    }

    @Test
    void the_recovery_keys_way_has_no_seed() {
        var answer = server.send("POST", "recovery/log-ins", "", logIn("recovery-key", 132))
                .object();
        assertThat(server.account.logIns.get(0).person().way()).isEqualTo(Way.RECOVERY_KEY);
        assertThat(answer.containsKey("seedId")).isFalse();
    }

    @Test
    void a_wrong_log_in_is_401_and_a_way_there_is_not_is_malformed() {
        var wrong = server.send("POST", "recovery/log-ins", "", logIn("passphrase", 131));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.object().getString("code")).isEqualTo("wrong-credentials");
        assertThat(server.send("POST", "recovery/log-ins", "", logIn("PASSPHRASE", 132))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void bundles_are_put_and_the_recovery_key_alone_is_removed() {
        var passphrase = bundle(",\"version\":4,\"seedId\":\"" + MemoryAccount.SEED + "\"");
        var paper = bundle(",\"version\":1");
        assertThat(server.send("PUT", "recovery/bundles/passphrase", RETURNED, passphrase)
                        .status())
                .isEqualTo(204);
        assertThat(server.send("PUT", "recovery/bundles/recovery-key", RETURNED, paper)
                        .status())
                .isEqualTo(204);
        assertThat(server.ask("DELETE", "recovery/bundles/recovery-key", RETURNED, "", "")
                        .status())
                .isEqualTo(204);
        assertThat(server.ask("DELETE", "recovery/bundles/passphrase", RETURNED, "", "")
                        .status())
                .isEqualTo(400);
        assertThat(server.send("PUT", "recovery/bundles/other", RETURNED, paper).status())
                .isEqualTo(400);
        assertThat(server.account.done).containsExactly("put PASSPHRASE 4 true", "put RECOVERY_KEY 1 false", "remove");
    }

    @Test
    void the_token_of_a_device_that_agrees_is_handed_on_and_one_that_is_none_ends_the_call() {
        var beside = Map.of("Device-Authorization", "Bearer " + DEVICE);
        var path = "recovery/bundles/recovery-key";
        var paper = bundle(",\"version\":1");
        assertThat(server.ask("PUT", path, RETURNED, "application/json", paper, beside)
                        .status())
                .isEqualTo(204);
        assertThat(server.ask("DELETE", path, RETURNED, "", "", beside).status())
                .isEqualTo(204);
        assertThat(server.account.done)
                .containsExactly("put RECOVERY_KEY 1 false beside a device", "remove beside a device");
        for (var header : new String[] {"Bearer " + RETURNED, "Bearer " + MemoryOperators.TOKEN, DEVICE, ""}) {
            var wrong = Map.of("Device-Authorization", header);
            assertThat(server.ask("PUT", path, RETURNED, "application/json", paper, wrong)
                            .status())
                    .isEqualTo(401);
            assertThat(server.ask("DELETE", path, RETURNED, "", "", wrong).status())
                    .isEqualTo(401);
        }
        assertThat(server.account.done).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"93, 133", "95, 133", "94, 132", "94, 134", "94, 133"})
    void a_bundle_of_another_length_or_a_key_that_is_no_point_is_malformed(int bundle, int key) {
        var body = "{\"version\":1,\"bundle\":\"" + zeros(bundle) + "\",\"logInKey\":\"" + zeros(key) + "\"}";
        assertThat(server.send("PUT", "recovery/bundles/recovery-key", RETURNED, body)
                        .status())
                .isEqualTo(400);
        assertThat(server.account.done).isEmpty();
    }

    @Test
    void a_further_device_is_active_or_waits() {
        var body = "{" + PREKEYS + ",\"name\":\"AQ\"}";
        assertThat(server.send("POST", "recovery/devices", RETURNED, body)
                        .object()
                        .getString("state"))
                .isEqualTo("active");
        server.account.approvalNeeded = true;
        var waiting = server.send("POST", "recovery/devices", RETURNED, "{" + PREKEYS + "}");
        assertThat(waiting.status()).isEqualTo(201);
        assertThat(waiting.object().getString("state")).isEqualTo("waiting");
        assertThat(server.account.done).containsExactly("add 02 false true", "add 02 false false");
        var half = "{" + PREKEYS + ",\"kemPrekeyBatch\":\"BA\"}";
        assertThat(server.send("POST", "recovery/devices", RETURNED, half).status())
                .isEqualTo(400);
    }

    @Test
    void devices_are_removed_and_the_account_is_deleted() {
        var body = "{\"deviceList\":\"Ag\",\"deviceListSignature\":\"Aw\"}";
        assertThat(server.send("POST", "recovery/lists", RETURNED, body).status())
                .isEqualTo(204);
        assertThat(server.ask("DELETE", "recovery/account", RETURNED, "", "").status())
                .isEqualTo(204);
        assertThat(server.account.done).containsExactly("revoke 02", "delete");
    }

    @Test
    void an_own_device_is_shown_and_named() {
        var devices = server.get("devices", DEVICE).array();
        assertThat(devices.getJsonObject(0).toString())
                .isEqualTo(
                        "{\"device\":\"" + MemoryCore.DEVICE.device()
                                + "\",\"deviceClass\":\"web\",\"created\":5,\"name\":\"AQ\",\"lastSeen\":86400000,\"current\":true}");
        assertThat(devices.getJsonObject(1).keySet())
                .containsExactlyInAnyOrder("device", "deviceClass", "created", "current");
        var path = "devices/" + MemoryCore.DEVICE.device() + "/name";
        assertThat(server.send("PUT", path, DEVICE, "{\"name\":\"Bw\"}").status())
                .isEqualTo(204);
        assertThat(server.send("PUT", "devices/nonsense/name", DEVICE, "{\"name\":\"Bw\"}")
                        .status())
                .isEqualTo(404);
        assertThat(server.account.done).containsExactly("name " + MemoryCore.DEVICE.device() + " 07");
    }

    @Test
    void a_waiting_device_is_shown_approved_and_refused() {
        assertThat(server.get("devices/waiting", DEVICE).status()).isEqualTo(204);
        var two = Bytes.of(new byte[] {2});
        server.account.waits = Optional.of(new Waiting(two, two, Optional.empty(), Instant.ofEpochMilli(9)));
        assertThat(server.get("devices/waiting", DEVICE).body())
                .isEqualTo("{\"deviceList\":\"Ag\",\"deviceListSignature\":\"Ag\",\"expires\":9}");
        assertThat(server.send("POST", "devices/waiting/approve", DEVICE, "{\"listHash\":\"Ag\"}")
                        .status())
                .isEqualTo(204);
        assertThat(server.ask("POST", "devices/waiting/refuse", DEVICE, "", "").status())
                .isEqualTo(204);
        assertThat(server.account.done).containsExactly("approve 02", "refuse");
    }

    @Test
    void versions_of_a_list_are_read_after_one() {
        var path = "users/" + MemoryCore.DEVICE.user() + "/device-lists";
        assertThat(server.get(path, DEVICE).body()).isEqualTo("[{\"list\":\"Ag\",\"signature\":\"Aw\"}]");
        assertThat(server.get(path + "?after=7", DEVICE).body()).isEqualTo("[]");
        for (var after : new String[] {"-1", "x", "99999999999999999999"}) {
            assertThat(server.get(path + "?after=" + after, DEVICE).status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE recovery/account", "DELETE recovery/bundles/recovery-key"})
    void only_who_came_back_changes_the_account(String call) {
        var parts = call.split(" ", -1);
        for (var token : new String[] {"", DEVICE, MemoryOperators.TOKEN}) {
            assertThat(server.ask(parts[0], parts[1], token, "", "").status()).isEqualTo(401);
        }
        assertThat(server.account.done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices", "devices/waiting", "policy", "directory"})
    void the_token_of_who_came_back_opens_nothing_of_a_device(String path) {
        assertThat(server.get(path, RETURNED).status()).isEqualTo(401);
        assertThat(server.get(path, "").status()).isEqualTo(401);
    }

    @Test
    void an_enrolment_hands_on_its_bundles_and_is_none_without() {
        var bare = "{\"code\":\"C\",\"identityKey\":\"AQ\"," + PREKEYS;
        var refused = server.send("POST", "enrolments", "", bare + "}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.object().getString("code")).isEqualTo("malformed");
        assertThat(server.core.codes).isEmpty();
        var enrolment = bare + ",\"recovery\":";
        var recovery = bundle(",\"seedId\":\"" + MemoryAccount.SEED + "\",\"recoveryKey\":" + bundle(""));
        assertThat(server.send("POST", "enrolments", "", enrolment + recovery + "}")
                        .status())
                .isEqualTo(201);
        var bundles = server.core.bundles.orElseThrow();
        assertThat(bundles.passphrase().seed()).contains(MemoryAccount.SEED);
        assertThat(bundles.recoveryKey().orElseThrow().seed()).isEmpty();
        var wrong = recovery.replace(MemoryAccount.SEED.toString(), "not-an-id");
        for (var other : new String[] {wrong, bundle(""), "null", "{}"}) {
            assertThat(server.send("POST", "enrolments", "", enrolment + other + "}")
                            .status())
                    .isEqualTo(400);
        }
    }
}
