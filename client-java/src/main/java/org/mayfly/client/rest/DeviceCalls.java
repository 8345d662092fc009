package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.client.DeviceDirectory;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a logged-in device asks by REST. */
public final class DeviceCalls implements DeviceDirectory, ProvenDevice {

    private static final int LISTS_AN_ANSWER = 64;

    private final Http http;
    private final Supplier<String> token;

    /** @param token of the newest log-in */
    public DeviceCalls(Http http, Supplier<String> token) {
        this.http = http;
        this.token = token;
    }

    /** All active users of the network by id: no two of one name. @throws ProblemException where the answer is none */
    public Map<UserId, String> directory() {
        return people(rest().get("/directory"));
    }

    /** The users of exactly that name: one or none. */
    public Map<UserId, String> find(String name) {
        return people(rest().get("/directory?name=" + Rest.query(name)));
    }

    @Override
    public Collection<UserId> users() {
        return directory().keySet();
    }

    @Override
    public List<SignedDeviceList> deviceLists(UserId user, long after) {
        var key = deviceList(user).map(SignedDeviceList::getIdentityKey);
        var lists = new ArrayList<SignedDeviceList>();
        var last = after;
        while (key.isPresent()) {
            var answer = rest().get("/users/" + user + "/device-lists?after=" + last);
            answer.forEach(json -> lists.add(Json.list(key.get(), json)));
            last += answer.size();
            if (answer.size() < LISTS_AN_ANSWER) {
                break;
            }
        }
        return lists;
    }

    @Override
    public Optional<SignedDeviceList> deviceList(UserId user) {
        try {
            var json = rest().get("/users/" + user + "/device-list");
            return Optional.of(Json.list(Json.wire(json, "identityKey"), json));
        } catch (ProblemException e) {
            if (e.code().equals("unknown-user") || e.code().equals("unknown-device")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @param name sealed; empty: none was given */
    public record ListedDevice(
            DeviceId device, String deviceClass, Instant created, Optional<Bytes> name, Optional<Instant> lastSeen) {}

    /** A device that waits for approval, with the list that it is on. Nothing is verified. */
    public record WaitingDevice(SignedDeviceList list, Optional<Bytes> name, Instant expires) {}

    /** The own devices. */
    public List<ListedDevice> devices() {
        var devices = new ArrayList<ListedDevice>();
        rest().get("/devices")
                .forEach(json -> devices.add(new ListedDevice(
                        DeviceId.parse(json.path("device").asText()),
                        json.path("deviceClass").asText(),
                        Instant.ofEpochMilli(json.path("created").asLong()),
                        Json.optional(json, "name"),
                        Optional.of(json.path("lastSeen"))
                                .filter(JsonNode::isNumber)
                                .map(seen -> Instant.ofEpochMilli(seen.asLong())))));
        return devices;
    }

    /** @param sealed 92 bytes */
    public void name(DeviceId device, Bytes sealed) {
        rest().put("/devices/" + device + "/name", Rest.object().put("name", sealed.toBase64Url()));
    }

    /** @param identityKey the own one: a list that waits can be under no other */
    public Optional<WaitingDevice> waiting(P521PublicKey identityKey) {
        var json = rest().get("/devices/waiting");
        if (!json.has("deviceList")) {
            return Optional.empty();
        }
        var list = SignedDeviceList.newBuilder()
                .setIdentityKey(ByteString.copyFrom(identityKey.encoded().toArray()))
                .setList(Json.wire(json, "deviceList"))
                .setSignature(Json.wire(json, "deviceListSignature"))
                .build();
        return Optional.of(new WaitingDevice(
                list,
                Json.optional(json, "name"),
                Instant.ofEpochMilli(json.path("expires").asLong())));
    }

    /** @param listHash of the list that was judged: another that waits meanwhile is not approved by this */
    public void approve(Bytes listHash) {
        rest().post("/devices/waiting/approve", Rest.object().put("listHash", listHash.toBase64Url()));
    }

    public void refuse() {
        rest().post("/devices/waiting/refuse");
    }

    @Override
    public Optional<String> token() {
        return Optional.of(token.get());
    }

    @Override
    public RecoveryCalls.Evaluation evaluate(AccountNames names, Optional<OprfElement> blinded) {
        return RecoveryCalls.evaluate(rest(), names, blinded);
    }

    private Rest rest() {
        return new Rest(http, Optional.of(token.get()));
    }

    private static Map<UserId, String> people(JsonNode list) {
        var people = new LinkedHashMap<UserId, String>();
        list.forEach(entry -> {
            var name = entry.path("name").asText();
            if (!PersonName.isUsable(name)) {
                throw ProblemException.network("not-a-mayfly-server");
            }
            people.put(UserId.parse(entry.path("id").asText()), name);
        });
        if (people.values().stream().map(PersonName::canonical).distinct().count() < people.size()) {
            throw ProblemException.network("not-a-mayfly-server");
        }
        return people;
    }
}
