package org.mayfly.client.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.trust.NetworkFailure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** {@link Http} over the JDK's client: https only, no redirect is followed, an answer has at most 8 MiB. */
public final class JdkHttp implements Http {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 8 << 20;

    private final HttpClient client;
    private final URI server;

    public JdkHttp(HttpClient client, URI server) {
        this.client = client;
        this.server = server;
    }

    @Override
    public Answer call(Call call) {
        var request = HttpRequest.newBuilder(server.resolve("/api/v1" + call.path()))
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json");
        call.bearer().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        call.device().ifPresent(token -> request.header("Device-Authorization", "Bearer " + token));
        call.body().ifPresent(body -> request.header("Content-Type", "application/json"));
        request.method(
                call.method(),
                call.body()
                        .map(body -> BodyPublishers.ofString(body.toString()))
                        .orElseGet(BodyPublishers::noBody));
        try {
            var response = client.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                return new Answer(response.statusCode(), parse(body));
            }
        } catch (IOException e) {
            throw NetworkFailure.of(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.network("interrupted");
        }
    }

    private JsonNode parse(InputStream body) throws IOException {
        var bytes = body.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        if (bytes.length > LARGEST_ANSWER) {
            throw ProblemException.network("not-a-mayfly-server", server);
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
