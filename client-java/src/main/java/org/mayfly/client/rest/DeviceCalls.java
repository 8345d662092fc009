package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.client.DeviceDirectory;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a logged-in device asks by REST. */
public final class DeviceCalls implements DeviceDirectory {

    private static final int LISTS_AN_ANSWER = 64;

    private final Http http;
    private final Supplier<String> token;

    /** @param token of the newest log-in */
    public DeviceCalls(Http http, Supplier<String> token) {
        this.http = http;
        this.token = token;
    }

    /** All active users of the network by id. */
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
            answer.forEach(json -> lists.add(signed(key.get(), json)));
            last += answer.size();
            if (answer.size() < LISTS_AN_ANSWER) {
                break;
            }
        }
        return lists;
    }

    private static SignedDeviceList signed(ByteString identityKey, JsonNode json) {
        return SignedDeviceList.newBuilder()
                .setIdentityKey(identityKey)
                .setList(bytes(json, "list"))
                .setSignature(bytes(json, "signature"))
                .build();
    }

    @Override
    public Optional<SignedDeviceList> deviceList(UserId user) {
        try {
            var json = rest().get("/users/" + user + "/device-list");
            return Optional.of(signed(bytes(json, "identityKey"), json));
        } catch (ProblemException e) {
            if (e.code().equals("unknown-user") || e.code().equals("unknown-device")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Rest rest() {
        return new Rest(http, Optional.of(token.get()));
    }

    private static Map<UserId, String> people(JsonNode list) {
        var people = new LinkedHashMap<UserId, String>();
        list.forEach(entry -> people.put(
                UserId.parse(entry.path("id").asText()), entry.path("name").asText()));
        return people;
    }

    private static ByteString bytes(JsonNode json, String field) {
        return ByteString.copyFrom(
                Bytes.parseBase64Url(json.path(field).asText()).toArray());
    }
}
