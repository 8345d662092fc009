package org.mayfly.endpoint.rest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.endpoint.fakes.MemoryAccount;
import org.mayfly.endpoint.fakes.MemoryCore;
import org.mayfly.endpoint.fakes.MemoryNetwork;
import org.mayfly.endpoint.fakes.MemoryOperators;
import org.mayfly.endpoint.rest.json.RecordReader;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.protocol.value.UserId;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/api.md, call by call, and what is refused. */
@Timeout(60)
class RestTest {

    private static final String NETWORK = MemoryCore.DEVICE.network().toString();
    private static final String USER = MemoryCore.DEVICE.user().toString();
    private static final String OPERATOR = MemoryOperators.TOKEN;
    private static final String DEVICE = MemoryCore.REST_TOKEN;
    private static final String POLICY =
            "{\"version\":1,\"expirationMinimum\":5,\"expirationDefault\":604800,\"expirationMaximum\":2592000,"
                    + "\"burnDefault\":0,\"burnMaximum\":2592000,\"userMayChoose\":true,\"classicalSuiteAllowed\":false,"
                    + "\"deviceApproval\":true,\"devicesMaximum\":5,\"lastSeenAllowed\":false,\"recoveryKeyAllowed\":true,"
                    + "\"identityChangeBlocks\":true}";

    private final RestServer server = new RestServer();

    @Test
    void the_server_tells_its_name_version_and_time() {
        var answer = server.get("server", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.object().getString("serverName")).isEqualTo(MemoryCore.ORIGIN);
        assertThat(answer.object().getString("version")).matches("\\d.*");
        assertThat(answer.object().getJsonNumber("time").longValue()).isEqualTo(1_800_000_000_000L);
        assertThat(answer.response().getHeaderString("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void live_and_ready_say_yes_or_no_to_anybody_and_nothing_else() {
        assertThat(server.get("live", "").body()).isEqualTo("{\"live\":true}");
        assertThat(server.get("ready", "").body()).isEqualTo("{\"ready\":true}");
        server.health.ready = false;
        var waiting = server.get("ready", "");
        assertThat(waiting.status()).isEqualTo(503);
        assertThat(waiting.body()).isEqualTo("{\"ready\":false}");
        assertThat(server.get("live", "").status()).as("waiting is not dying").isEqualTo(200);
        server.health.live = false;
        var dead = server.get("live", "");
        assertThat(dead.status()).isEqualTo(503);
        assertThat(dead.body()).isEqualTo("{\"live\":false}");
    }

    @Test
    void a_refusal_is_counted_by_its_code_and_a_bug_as_one() {
        server.send("POST", "invitations/open", "", "{\"code\":\"X\"}");
        server.send("POST", "invitations/open", "", "{");
        var scraped = new String(server.signals.text(), StandardCharsets.UTF_8);
        assertThat(scraped)
                .contains("mayfly_refusals_total{code=\"invitation-unusable\"} 1.0")
                .contains("mayfly_refusals_total{code=\"malformed\"} 1.0")
                .contains("mayfly_refusals_total{code=\"busy\"} 0.0")
                .contains("mayfly_failures_total 0.0");
    }

    @Test
    void an_invitation_is_opened_by_a_code_in_the_body() {
        var opened = server.send("POST", "invitations/open", "", "{\"code\":\"" + MemoryNetwork.CODE + "\"}")
                .object();
        assertThat(opened.getJsonObject("network").getString("id")).isEqualTo(NETWORK);
        assertThat(opened.getJsonObject("user").getString("name")).isEqualTo("anna");
        assertThat(opened.getJsonObject("policy").toString()).isEqualTo(POLICY);
        var wrong = server.send("POST", "invitations/open", "", "{\"code\":\"X\"}");
        assertThat(wrong.status()).isEqualTo(410);
        assertThat(wrong.type()).isEqualTo("application/problem+json");
        assertThat(wrong.object().getString("code")).isEqualTo("invitation-unusable");
    }

    @Test
    void an_enrolment_hands_on_every_byte() {
        var answer = server.send(
                "POST",
                "enrolments",
                "",
                "{\"code\":\"C\",\"identityKey\":\"AQ\",\"deviceList\":\"Ag\",\"deviceListSignature\":\"Aw\","
                        + "\"prekeyBatch\":\"BA\",\"prekeyBatchSignature\":\"BQ\",\"prekeys\":[{\"id\":\"" + USER
                        + "\",\"key\":\"Bg\"}]," + RECOVERY + "}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.object().getString("user")).isEqualTo(USER);
        assertThat(server.core.codes).containsExactly("C");
        assertThat(server.core.list.getIdentityKey().byteAt(0)).isEqualTo((byte) 1);
        assertThat(server.core.list.getSignature().byteAt(0)).isEqualTo((byte) 3);
        assertThat(server.core.uploaded.getBatch().getSignature().byteAt(0)).isEqualTo((byte) 5);
        assertThat(server.core.uploaded.getPrekeys(0).getId().toByteArray()).isEqualTo(MemoryCore.id(2));
        assertThat(server.core.uploadedKem).isEmpty();
    }

    private static final String RECOVERY = "\"recovery\":{\"bundle\":\"" + text(94) + "\",\"logInKey\":\""
            + MemoryAccount.KEY.encoded().toBase64Url() + "\",\"seedId\":\"" + MemoryAccount.SEED + "\"}";

    private static final String CLASSICAL_ENROLMENT =
            "{\"code\":\"C\",\"identityKey\":\"AQ\",\"deviceList\":\"Ag\",\"deviceListSignature\":\"Aw\","
                    + "\"prekeyBatch\":\"BA\",\"prekeyBatchSignature\":\"BQ\",\"prekeys\":[]," + RECOVERY;

    @Test
    void an_enrolment_hands_on_every_byte_of_the_second_batch_too() {
        var kem = ",\"kemPrekeyBatch\":\"Bw\",\"kemPrekeyBatchSignature\":\"CA\",\"kemPrekeys\":[{\"id\":\"" + USER
                + "\",\"key\":\"CQ\"}]}";
        assertThat(server.send("POST", "enrolments", "", CLASSICAL_ENROLMENT + kem)
                        .status())
                .isEqualTo(201);
        var uploaded = server.core.uploadedKem.orElseThrow();
        assertThat(uploaded.getBatch().getBatch().byteAt(0)).isEqualTo((byte) 7);
        assertThat(uploaded.getBatch().getSignature().byteAt(0)).isEqualTo((byte) 8);
        assertThat(uploaded.getPrekeys(0).getId().toByteArray()).isEqualTo(MemoryCore.id(2));
        assertThat(uploaded.getPrekeys(0).getKey().byteAt(0)).isEqualTo((byte) 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"kemPrekeyBatch\":\"Bw\"}",
                ",\"kemPrekeyBatch\":\"Bw\",\"kemPrekeyBatchSignature\":\"CA\"}",
                ",\"kemPrekeyBatchSignature\":\"CA\",\"kemPrekeys\":[]}",
                ",\"kemPrekeys\":[]}",
                ",\"kemPrekeyBatch\":null,\"kemPrekeyBatchSignature\":null,\"kemPrekeys\":null}"
            })
    void a_second_batch_in_part_is_malformed(String kem) {
        var answer = server.send("POST", "enrolments", "", CLASSICAL_ENROLMENT + kem);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.object().getString("code")).isEqualTo("malformed");
        assertThat(server.core.codes).isEmpty();
    }

    @Test
    void the_largest_enrolment_fits_and_a_body_over_512_KiB_is_too_large() {
        var kem = ",\"kemPrekeyBatch\":\"" + text(300) + "\",\"kemPrekeyBatchSignature\":\"" + text(132)
                + "\",\"kemPrekeys\":" + keys(1568) + "}";
        var largest = "{\"code\":\"C\",\"identityKey\":\"" + text(133) + "\",\"deviceList\":\"" + text(600)
                + "\",\"deviceListSignature\":\"" + text(132) + "\",\"prekeyBatch\":\"" + text(300)
                + "\",\"prekeyBatchSignature\":\"" + text(132) + "\",\"prekeys\":" + keys(133) + "," + RECOVERY + kem;
        assertThat(largest.length()).isBetween(470_000, 500_000);
        assertThat(server.send("POST", "enrolments", "", largest).status()).isEqualTo(201);
        assertThat(server.core.uploadedKem.orElseThrow().getPrekeysCount()).isEqualTo(200);
        var tooLarge = server.send("POST", "enrolments", "", largest + " ".repeat(512 * 1024 + 1 - largest.length()));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.object().getString("code")).isEqualTo("too-large");
    }

    private static String keys(int length) {
        return "["
                + String.join(
                        ",", Collections.nCopies(200, "{\"id\":\"" + USER + "\",\"key\":\"" + text(length) + "\"}"))
                + "]";
    }

    private static String text(int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }

    @Test
    void a_device_finds_colleagues_lists_and_policy() {
        assertThat(server.get("directory", DEVICE).array()).hasSize(1);
        assertThat(server.get("directory?name=zoe", DEVICE).array()).isEmpty();
        assertThat(server.get("users/" + USER + "/device-list", DEVICE).body())
                .isEqualTo("{\"identityKey\":\"AQ\",\"list\":\"Ag\",\"signature\":\"Aw\"}");
        assertThat(server.get("policy", DEVICE).body()).isEqualTo(POLICY);
    }

    @Test
    void an_operator_runs_networks_users_policy_and_audit() {
        assertThat(server.send("POST", "admin/networks", OPERATOR, "{\"name\":\"Neu\"}")
                        .body())
                .isEqualTo("{\"id\":\"" + NETWORK + "\",\"name\":\"Neu\",\"created\":1800000000123}");
        assertThat(server.get("admin/networks", OPERATOR).array()).hasSize(1);
        assertThat(server.send("PATCH", "admin/networks/" + NETWORK, OPERATOR, "{\"name\":\"Alt\"}")
                        .object()
                        .getString("name"))
                .isEqualTo("Alt");
        assertThat(server.get("admin/networks/" + NETWORK + "/users", OPERATOR).body())
                .contains("\"state\":\"pending\",\"invitationExpires\":1800000000123}")
                .contains("\"name\":\"bert\",\"state\":\"active\",\"identityEnded\":1800000000123}");
        var invited = server.send("POST", "admin/networks/" + NETWORK + "/invitations", OPERATOR, "{\"user\":\"eva\"}");
        assertThat(invited.status()).isEqualTo(201);
        assertThat(invited.object().getString("link"))
                .isEqualTo(MemoryCore.ORIGIN + "/#invitation=" + MemoryNetwork.CODE);
        var user = "admin/networks/" + NETWORK + "/users/" + USER;
        assertThat(server.ask("POST", user + "/suspend", OPERATOR, "", "").body())
                .contains("suspended");
        assertThat(server.ask("POST", user + "/resume", OPERATOR, "", "").body())
                .contains("active");
        assertThat(server.get("admin/audit?after=4", OPERATOR).body())
                .contains("\"before\":{},\"after\":{\"name\":\"K\"}");
        assertThat(server.get("admin/audit?after=5", OPERATOR).array()).isEmpty();
        assertThat(server.network.done).containsExactly("create Neu", "rename Alt", "invite eva");
    }

    @Test
    void an_operator_ends_an_identity_and_gets_the_new_invitation_once() {
        var users = "admin/networks/" + NETWORK + "/users/";
        var bert = UserId.of(MemoryCore.id(8)).toString();
        var ended = server.ask("POST", users + bert + "/end-identity", OPERATOR, "", "");
        assertThat(ended.status()).isEqualTo(201);
        assertThat(ended.body())
                .isEqualTo("{\"user\":\"bert\",\"code\":\"" + MemoryNetwork.CODE + "\",\"link\":\"" + MemoryCore.ORIGIN
                        + "/#invitation=" + MemoryNetwork.CODE + "\",\"expires\":1800000000123}");
        var never = server.ask("POST", users + USER + "/end-identity", OPERATOR, "", "");
        assertThat(never.status()).isEqualTo(409);
        assertThat(never.object().getString("code")).isEqualTo("no-identity");
        for (var token : new String[] {"", DEVICE}) {
            assertThat(server.ask("POST", users + bert + "/end-identity", token, "", "")
                            .status())
                    .isIn(401, 403);
        }
        assertThat(server.network.done).containsExactly("end " + bert);
    }

    @Test
    void the_version_of_a_policy_may_be_left_out_when_it_is_set() {
        var path = "admin/networks/" + NETWORK + "/policy";
        assertThat(server.send(
                                "PUT",
                                path,
                                OPERATOR,
                                POLICY.replace("\"version\":1,", "").replace("604800", "3600"))
                        .status())
                .isEqualTo(200);
        assertThat(server.get(path, OPERATOR).object().getInt("expirationDefault"))
                .isEqualTo(3600);
    }

    @Test
    void what_a_policy_says_of_devices_is_set_and_stays_where_it_is_left_out() {
        var path = "admin/networks/" + NETWORK + "/policy";
        var devices = "\"deviceApproval\":false,\"devicesMaximum\":3,\"lastSeenAllowed\":true,"
                + "\"recoveryKeyAllowed\":false,\"identityChangeBlocks\":false}";
        var before = POLICY.substring(0, POLICY.indexOf("\"deviceApproval\""));
        assertThat(server.send("PUT", path, OPERATOR, before + devices).body()).isEqualTo(before + devices);
        assertThat(server.core.policy.devices()).isEqualTo(new DevicePolicy(false, 3, true, false, false));
        var silent = before.substring(0, before.length() - 1) + "}";
        assertThat(server.send("PUT", path, OPERATOR, silent).body()).isEqualTo(before + devices);
        for (var number : new String[] {"\"3\"", "3.5", "99999999999", "null", "true"}) {
            var body = silent.replace("}", ",\"devicesMaximum\":" + number + "}");
            assertThat(server.send("PUT", path, OPERATOR, body).status())
                    .as(number)
                    .isEqualTo(400);
        }
    }

    @Test
    void the_classical_suite_is_set_and_left_out_means_refused() {
        var path = "admin/networks/" + NETWORK + "/policy";
        var allowing = POLICY.replace("\"classicalSuiteAllowed\":false", "\"classicalSuiteAllowed\":true");
        assertThat(server.send("PUT", path, OPERATOR, allowing).object().getBoolean("classicalSuiteAllowed"))
                .isTrue();
        for (var refusing : new String[] {"\"classicalSuiteAllowed\":false", "\"version\":1"}) {
            server.send("PUT", path, OPERATOR, allowing);
            var body = allowing.replace("\"version\":1,", "").replace("\"classicalSuiteAllowed\":true", refusing);
            var answer = server.send("PUT", path, OPERATOR, body);
            assertThat(answer.object().getBoolean("classicalSuiteAllowed", true))
                    .isFalse();
            assertThat(server.core.policy.classicalSuiteAllowed()).isFalse();
        }
        for (var wrong : new String[] {"null", "1", "\"true\""}) {
            var body = POLICY.replace("\"classicalSuiteAllowed\":false", "\"classicalSuiteAllowed\":" + wrong);
            assertThat(server.send("PUT", path, OPERATOR, body).status()).isEqualTo(400);
        }
    }

    @Test
    void a_device_is_no_operator_and_an_operator_no_device() {
        assertThat(server.get("admin/networks", DEVICE).status()).isEqualTo(403);
        assertThat(server.get("policy", OPERATOR).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "mfa_wrongwrongwrongwrongwrongwrongwrongwrong", "a.token.of.another.kind.altogether"
            })
    void without_a_right_token_everything_is_unauthenticated(String token) {
        for (var path : new String[] {"policy", "directory", "admin/networks", "admin/audit"}) {
            var answer = server.get(path, token);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.object().getString("code")).isEqualTo("unauthenticated");
            assertThat(answer.response().getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"name\":1}",
                "{\"name\":null}",
                "{\"name\":\"a\",\"more\":1}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"a\"}x",
                "{\"name\":\"a\"}{\"name\":\"b\"}",
                "[".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_body_that_is_not_exactly_the_record_is_malformed(String body) {
        var answer = server.send("POST", "admin/networks", OPERATOR, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.object().getString("code")).isEqualTo("malformed");
        assertThat(server.network.done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e2", "1e999999999", "9223372036854775808", "\"5\"", "true", "-"})
    void a_number_that_is_not_whole_is_malformed(String number) {
        var body = POLICY.replace("604800", number);
        assertThat(server.send("PUT", "admin/networks/" + NETWORK + "/policy", OPERATOR, body)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ==", "A", "AR", "A+", "A Q"})
    void bytes_that_are_not_canonical_base64url_are_malformed(String text) {
        var body =
                "{\"code\":\"C\",\"identityKey\":\"" + text + "\",\"deviceList\":\"Ag\",\"deviceListSignature\":\"Aw\","
                        + "\"prekeyBatch\":\"BA\",\"prekeyBatchSignature\":\"BQ\",\"prekeys\":[]," + RECOVERY + "}";
        assertThat(server.send("POST", "enrolments", "", body).status()).isEqualTo(400);
    }

    @Test
    void any_other_body_over_256_KiB_is_too_large() {
        var body = "{\"name\":\"" + "a".repeat(RecordReader.LIMIT) + "\"}";
        var answer = server.send("POST", "admin/networks", OPERATOR, body);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.object().getString("code")).isEqualTo("too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json;charset=utf-16"})
    void a_body_that_is_not_json_is_415(String type) {
        var answer = server.ask("POST", "admin/networks", OPERATOR, type, "{\"name\":\"a\"}");
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(server.network.done).isEmpty();
    }

    @Test
    void a_body_that_is_missing_is_malformed() {
        var answer = server.ask("POST", "admin/networks", OPERATOR, "", "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.object().getString("code")).isEqualTo("malformed");
    }

    @Test
    void what_is_not_there_is_a_problem_too() {
        assertThat(server.get("nowhere", "").status()).isEqualTo(404);
        assertThat(server.get("nowhere", "").type()).isEqualTo("application/problem+json");
        var method = server.ask("DELETE", "admin/networks", OPERATOR, "", "");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.response().getHeaderString("Allow")).contains("GET", "POST");
        assertThat(server.get("admin/networks/not-an-id/users", OPERATOR)
                        .object()
                        .getString("code"))
                .isEqualTo("unknown-network");
        assertThat(server.get("users/not-an-id/device-list", DEVICE).object().getString("code"))
                .isEqualTo("unknown-user");
        assertThat(server.get("admin/audit?after=x", OPERATOR).status()).isEqualTo(400);
    }
}
