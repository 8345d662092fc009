package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Sending;
import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one message. What can't leave now waits, durably, and leaves at the next send, receive or sync. */
@Command(name = "send", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class SendCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_TEXT = 65_536;

    @Mixin
    private final HomeOption home = new HomeOption();

    @Option(names = "--to", required = true, paramLabel = "USER")
    private String to;

    @Option(names = "--expires", paramLabel = "7d", converter = DurationConverter.class)
    private @Nullable Duration expires;

    @Option(names = "--burn", paramLabel = "30s", converter = DurationConverter.class)
    private @Nullable Duration burn;

    @Option(names = "--text", paramLabel = "T")
    private @Nullable String text;

    private final Console console;
    private final Surroundings surroundings;

    SendCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        try (var client = home.open(surroundings)) {
            var offline = connect(client);
            var sending = send(client, offline);
            var state = offline.isPresent() ? Sending.State.WAITING : await(sending);
            console.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("id", sending.id().toString())
                    .put("state", state.name().toLowerCase(Locale.ROOT))
                    .put("expires", sending.expires().toEpochMilli()));
            if (offline.isPresent()) {
                console.tell(Sentences.of(offline.get()));
                console.tell(Sentences.say("told.kept"));
                return offline.get().code().equals("unreachable") ? 0 : Mayfly.exitCode(offline.get());
            }
            if (state == Sending.State.WAITING) {
                console.tell(Sentences.say("told.waiting", to));
            }
            client.awaitSettled(PATIENCE);
            return 0;
        }
    }

    /** The reason why not. A refusal of the server's ends the command: nothing was typed into the outbox yet. */
    private static Optional<Problem> connect(MayflyClient client) {
        try {
            client.connect();
            return Optional.empty();
        } catch (ProblemException e) {
            if (e.problem().kind() == Problem.Kind.REFUSED) {
                throw e;
            }
            return Optional.of(e.problem());
        }
    }

    /** Offline, the way to the server is what a person wants to hear of first. */
    private Sending send(MayflyClient client, Optional<Problem> offline) throws IOException {
        try {
            return client.send(to, text(), Optional.ofNullable(expires), Optional.ofNullable(burn));
        } catch (ProblemException e) {
            if (offline.isPresent()
                    && (e.code().equals("policy-unknown") || e.code().equals("unreachable"))) {
                throw new ProblemException(offline.get(), e);
            }
            throw e;
        }
    }

    private static Sending.State await(Sending sending) throws InterruptedException {
        try {
            return sending.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Sending.State.WAITING;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        }
    }

    private String text() throws IOException {
        if (text != null) {
            return text;
        }
        var bytes = console.in().readNBytes(LONGEST_TEXT + 2);
        var typed = new String(bytes, StandardCharsets.UTF_8);
        return typed.endsWith("\n") ? typed.substring(0, typed.length() - 1) : typed;
    }
}
