package org.mayfly.client.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import org.mayfly.client.rest.Http;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.oprf.OprfKey;
import org.mayfly.protocol.signed.Signatures;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One account as a server keeps it: evaluates, checks the log-in signature, keeps bundles and lists. */
public final class MemoryAccounts implements Http {

    /** A device's token that has ended. */
    static final String ENDED = "ended";

    /** Of something blinded: with which token, if any. */
    final List<Optional<String>> evaluationsBy = new ArrayList<>();

    static final String ADDRESS = "https://accounts.test";

    private static final CryptoProvider PROVIDER = CryptoProvider.preferred();
    private static final RandomSource RANDOM = RandomSource.of(PROVIDER);

    final NetworkId network;
    final UserId user;
    private final Names names;
    public final List<SignedDeviceList> lists = new ArrayList<>();
    final Map<Way, JsonNode> bundles = new HashMap<>();
    final Map<Way, Long> versions = new HashMap<>(Map.of(Way.PASSPHRASE, 0L, Way.RECOVERY_KEY, 0L));
    public boolean approvalNeeded = true;
    boolean deleted;
    boolean refusesBundles;
    /** Without whose token no recovery key changes. */
    Optional<String> agreeing = Optional.empty();

    private final Map<Bytes, OprfKey> seeds = new LinkedHashMap<>();
    private Bytes newestSeed = Bytes.empty();
    private final Set<String> challenges = new HashSet<>();
    public final String token = RANDOM.bytes(32).toBase64Url();

    /** @param origin that log-ins are signed for */
    public record Names(String origin, String network, String user) {}

    MemoryAccounts() {
        this(new NetworkId(RANDOM.bytes(16)), new UserId(RANDOM.bytes(16)), new Names(ADDRESS, "Überblick", "Anna"));
    }

    public MemoryAccounts(NetworkId network, UserId user, Names names) {
        this.network = network;
        this.user = user;
        this.names = names;
        rotate();
    }

    /** From now on new bundles are made under another seed; those before are kept. */
    Bytes rotate() {
        newestSeed = RANDOM.bytes(16);
        seeds.put(newestSeed, OprfKey.derive(RANDOM.secret(32), "msgr/v1/oprf"));
        return newestSeed;
    }

    /** Removes all seeds but the newest. */
    void forgetOldSeeds() {
        seeds.keySet().retainAll(Set.of(newestSeed));
    }

    private Bytes seedOf(JsonNode bundle) {
        var text = bundle.path("seedId").asText();
        return text.length() == 36 ? UserId.parse(text).value() : Bytes.parseBase64Url(text);
    }

    /** What the account is sealed under. */
    Bytes seed() {
        return seedOf(Objects.requireNonNull(bundles.get(Way.PASSPHRASE)));
    }

    /** What came with an enrolment. */
    public void enrolled(SignedDeviceList first, JsonNode recovery) {
        lists.add(first);
        bundles.put(Way.PASSPHRASE, recovery);
        versions.put(Way.PASSPHRASE, 1L);
    }

    @Override
    public Answer call(Call call) {
        try {
            return answer(call);
        } catch (MalformedException e) {
            return refused("malformed");
        }
    }

    private Answer answer(Call call) throws MalformedException {
        var body = call.body().orElse(MissingNode.getInstance());
        var what = call.method() + " " + call.path();
        if (what.equals("POST /recovery/evaluations")) {
            if (body.has("blinded")) {
                evaluationsBy.add(call.bearer());
            }
            return call.bearer().equals(Optional.of(ENDED))
                    ? refused("unauthenticated")
                    : evaluation(
                            body,
                            bundles.containsKey(Way.PASSPHRASE)
                                            && !call.bearer().equals(Optional.of(token))
                                    ? seed()
                                    : newestSeed);
        }
        if (what.equals("POST /recovery/log-ins")) {
            return logIn(body);
        }
        if (!call.bearer().equals(Optional.of(token))) {
            return refused("unauthenticated");
        }
        if (what.endsWith("/recovery/bundles/recovery-key")
                && agreeing.isPresent()
                && !agreeing.equals(call.device())) {
            return refused("forbidden");
        }
        return switch (what) {
            case "PUT /recovery/bundles/passphrase" -> putBundle(Way.PASSPHRASE, body);
            case "PUT /recovery/bundles/recovery-key" -> putBundle(Way.RECOVERY_KEY, body);
            case "DELETE /recovery/bundles/recovery-key" -> {
                bundles.remove(Way.RECOVERY_KEY);
                yield new Answer(204, MissingNode.getInstance());
            }
            case "POST /recovery/devices" -> {
                if (!approvalNeeded) {
                    publish(body);
                }
                yield new Answer(201, object().put("state", approvalNeeded ? "waiting" : "active"));
            }
            case "POST /recovery/lists" -> {
                publish(body);
                yield new Answer(204, MissingNode.getInstance());
            }
            case "DELETE /recovery/account" -> {
                deleted = true;
                yield new Answer(204, MissingNode.getInstance());
            }
            default -> new Answer(404, MissingNode.getInstance());
        };
    }

    private Answer evaluation(JsonNode body, Bytes seedId) throws MalformedException {
        var challenge = RANDOM.bytes(32).toBase64Url();
        challenges.add(challenge);
        var json = object().put("challenge", challenge).put("seedId", new UserId(seedId).toString());
        if (body.has("blinded")) {
            var blinded = OprfElement.parse(bytes(body, "blinded"));
            json.put(
                    "evaluated",
                    Objects.requireNonNull(seeds.get(seedId))
                            .evaluate(blinded, RANDOM)
                            .encoded()
                            .toBase64Url());
        }
        return new Answer(200, json);
    }

    private Answer logIn(JsonNode body) {
        var way = body.path("way").asText().equals("passphrase") ? Way.PASSPHRASE : Way.RECOVERY_KEY;
        var kept = bundles.get(way);
        if (kept == null || !challenges.remove(body.path("challenge").asText())) {
            return refused("wrong-credentials");
        }
        var input = SignedInput.recovery(
                names.origin(),
                new Sha512(PROVIDER).hash(bytes(body, "challenge")),
                new Returning(body.path("network").asText(), body.path("user").asText(), way),
                Instant.ofEpochMilli(body.path("time").asLong()));
        var logInKey = new P521PublicKey(bytes(kept, "logInKey"));
        if (!new Signatures(PROVIDER).verify(logInKey, input, bytes(body, "signature"))) {
            return refused("wrong-credentials");
        }
        var json = object();
        json.putObject("network").put("id", network.toString()).put("name", names.network());
        json.putObject("user").put("id", user.toString()).put("name", names.user());
        json.put("bundle", kept.path("bundle").asText())
                .put("bundleVersion", versions.get(way))
                .put("identityKey", text(lists.get(0).getIdentityKey()))
                .put("token", token);
        if (way == Way.PASSPHRASE) {
            json.put("seedId", kept.path("seedId").asText());
        }
        json.putObject("versions")
                .put("passphrase", versions.get(Way.PASSPHRASE))
                .put("recoveryKey", versions.get(Way.RECOVERY_KEY));
        var array = json.putArray("lists");
        lists.forEach(list ->
                array.addObject().put("list", text(list.getList())).put("signature", text(list.getSignature())));
        return new Answer(200, json);
    }

    private Answer putBundle(Way way, JsonNode body) {
        var version = body.path("version").asLong();
        if (refusesBundles || version != versions.getOrDefault(way, 0L) + 1) {
            return refused("conflicting-version");
        }
        bundles.put(way, body);
        versions.put(way, version);
        return new Answer(204, MissingNode.getInstance());
    }

    private void publish(JsonNode body) {
        lists.add(lists.get(0).toBuilder()
                .setList(wire(body, "deviceList"))
                .setSignature(wire(body, "deviceListSignature"))
                .build());
    }

    private static ByteString wire(JsonNode json, String field) {
        return ByteString.copyFrom(bytes(json, field).toArray());
    }

    private static Bytes bytes(JsonNode json, String field) {
        return Bytes.parseBase64Url(json.path(field).asText());
    }

    private static String text(ByteString bytes) {
        return Bytes.of(bytes.toByteArray()).toBase64Url();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Answer refused(String code) {
        return new Answer(401, object().put("code", code));
    }
}
