package org.mayfly.system.story;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the JavaScript of a page and of its workers holds, after a collection: the bytes in the properties and entries of
 * every object that can be reached, and the heap's snapshot with every string. What only a function that is under way
 * holds, what was given up, and what the browser itself keeps of keys that it imported is not in it.
 */
final class LiveMemory implements AutoCloseable {

    /**
     * Of all objects: the bytes in their properties and, for maps and sets, in their entries. The browser hands out no list
     * of the buffers themselves.
     */
    private static final String BYTES = """
            function () {
              const found = new Set();
              const look = (value) => {
                if (ArrayBuffer.isView(value)) found.add(value);
                else if (value instanceof ArrayBuffer) found.add(new Uint8Array(value));
              };
              for (const each of this) {
                for (const key of Reflect.ownKeys(each)) look(Reflect.getOwnPropertyDescriptor(each, key)?.value);
                if (each instanceof Map && each !== Map.prototype) {
                  Map.prototype.forEach.call(each, (value, key) => [value, key].forEach(look));
                }
                if (each instanceof Set && each !== Set.prototype) Set.prototype.forEach.call(each, look);
              }
              return [...found].map(({ buffer, byteOffset, byteLength }) => {
                const bytes = new Uint8Array(buffer, byteOffset, byteLength);
                let text = "";
                for (let at = 0; at < bytes.length; at += 8192) {
                  text += String.fromCharCode(...bytes.subarray(at, at + 8192));
                }
                return btoa(text);
              });
            }""";

    /** Of all keys that the browser holds for somebody: how many sign so that this public key verifies it. */
    private static final String SIGNERS = """
            async function (point) {
              const ecdsa = { name: "ECDSA", namedCurve: "P-521" };
              const signing = { name: "ECDSA", hash: "SHA-512" };
              const bytes = Uint8Array.from(atob(point), (each) => each.charCodeAt(0));
              const wanted = await crypto.subtle.importKey("raw", bytes, ecdsa, false, ["verify"]);
              let found = 0;
              for (const key of this) {
                if (key === CryptoKey.prototype || key.algorithm.name !== "ECDSA" || key.type !== "private") continue;
                const signature = await crypto.subtle.sign(signing, key, bytes);
                if (await crypto.subtle.verify(signing, wanted, signature, bytes)) found++;
              }
              return found;
            }""";

    private static final String CHUNK = "HeapProfiler.addHeapSnapshotChunk";

    private final BrowserProfile browser;
    private final CDPSession session;
    private final OutputStream out;
    private final List<String> workers = new ArrayList<>();
    private final Map<Integer, JsonObject> answers = new HashMap<>();
    private int asked;

    private LiveMemory(BrowserProfile browser, OutputStream out) {
        this.browser = browser;
        this.session = browser.page().context().newCDPSession(browser.page());
        this.out = out;
    }

    /** What was written. */
    record Written(int contexts, int buffers) {}

    /** Writes all of an open page into a file. */
    static Written copy(BrowserProfile browser, Path file) throws IOException {
        try (var out = Files.newOutputStream(file);
                var memory = new LiveMemory(browser, out)) {
            memory.attach();
            var buffers = memory.write("");
            for (var worker : memory.workers) {
                buffers += memory.write(worker);
            }
            return new Written(1 + memory.workers.size(), buffers);
        }
    }

    /** How many keys that can be reached sign as the private part of this one, an uncompressed point of P-521. */
    static int signers(BrowserProfile browser, byte[] publicKey) {
        try (var memory = new LiveMemory(browser, OutputStream.nullOutputStream())) {
            memory.attach();
            var found = memory.signers("", publicKey);
            for (var worker : memory.workers) {
                found += memory.signers(worker, publicKey);
            }
            return found;
        }
    }

    private int signers(String target, byte[] publicKey) {
        collectGarbage(target);
        var keys = all(target, "CryptoKey.prototype");
        var call = object("objectId", keys);
        call.addProperty("functionDeclaration", SIGNERS);
        var point = new JsonArray();
        point.add(object("value", Base64.getEncoder().encodeToString(publicKey)));
        call.add("arguments", point);
        call.addProperty("returnByValue", true);
        call.addProperty("awaitPromise", true);
        var answer = send(target, "Runtime.callFunctionOn", call);
        send(target, "Runtime.releaseObject", object("objectId", keys));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException("the keys can't be tried: " + answer.get("exceptionDetails"));
        }
        return answer.getAsJsonObject("result").get("value").getAsInt();
    }

    private void attach() {
        session.on("Target.attachedToTarget", event -> {
            if (event.getAsJsonObject("targetInfo").get("type").getAsString().equals("worker")) {
                workers.add(event.get("sessionId").getAsString());
            }
        });
        session.on(
                "Target.receivedMessageFromTarget",
                event -> heard(JsonParser.parseString(event.get("message").getAsString())
                        .getAsJsonObject()));
        session.on(CHUNK, this::writeChunk);
        var parameters = object("autoAttach", true);
        parameters.addProperty("waitForDebuggerOnStart", false);
        parameters.addProperty("flatten", false);
        session.send("Target.setAutoAttach", parameters);
        browser.page()
                .waitForCondition(
                        () -> workers.size() == browser.page().workers().size());
    }

    private void heard(JsonObject message) {
        if (message.has("id")) {
            answers.put(message.get("id").getAsInt(), message);
        } else if (message.get("method").getAsString().equals(CHUNK)) {
            writeChunk(message.getAsJsonObject("params"));
        }
    }

    private void writeChunk(JsonObject parameters) {
        try {
            out.write(parameters.get("chunk").getAsString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int write(String target) throws IOException {
        collectGarbage(target);
        var buffers = 0;
        for (var bytes : bytes(target)) {
            out.write(Base64.getDecoder().decode(bytes.getAsString()));
            buffers++;
        }
        send(target, "HeapProfiler.takeHeapSnapshot", object("reportProgress", false));
        return buffers;
    }

    private void collectGarbage(String target) {
        send(target, "HeapProfiler.enable", new JsonObject());
        send(target, "HeapProfiler.collectGarbage", new JsonObject());
    }

    /** The id of an array of all objects that have this one as a prototype. */
    private String all(String target, String prototype) {
        var found = send(target, "Runtime.evaluate", object("expression", prototype))
                .getAsJsonObject("result");
        var query = object("prototypeObjectId", found.get("objectId").getAsString());
        return send(target, "Runtime.queryObjects", query)
                .getAsJsonObject("objects")
                .get("objectId")
                .getAsString();
    }

    private JsonArray bytes(String target) {
        var objects = all(target, "Object.prototype");
        var call = object("objectId", objects);
        call.addProperty("functionDeclaration", BYTES);
        call.addProperty("returnByValue", true);
        var answer = send(target, "Runtime.callFunctionOn", call);
        send(target, "Runtime.releaseObject", object("objectId", objects));
        var bytes = answer.getAsJsonObject("result").getAsJsonArray("value");
        if (bytes == null) {
            throw new IllegalStateException("the buffers can't be read: " + answer.get("exceptionDetails"));
        }
        return bytes;
    }

    /** @param target a worker's session; empty for the page's */
    private JsonObject send(String target, String method, JsonObject parameters) {
        if (target.isEmpty()) {
            return session.send(method, parameters);
        }
        var id = ++asked;
        var message = object("method", method);
        message.addProperty("id", id);
        message.add("params", parameters);
        var envelope = object("sessionId", target);
        envelope.addProperty("message", message.toString());
        session.send("Target.sendMessageToTarget", envelope);
        browser.page().waitForCondition(() -> answers.containsKey(id));
        var answer = Objects.requireNonNull(answers.remove(id));
        if (!answer.has("result")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.getAsJsonObject("result");
    }

    private static JsonObject object(String name, String value) {
        var object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private static JsonObject object(String name, boolean value) {
        var object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    @Override
    public void close() {
        session.detach();
    }
}
