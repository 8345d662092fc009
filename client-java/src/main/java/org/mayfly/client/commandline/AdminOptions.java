package org.mayfly.client.commandline;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.Surroundings;
import org.mayfly.client.connection.Origin;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.Administration;
import org.mayfly.client.trust.ServerTrust;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which server an operator's tool speaks to, and as whom. May stand before or after the sub-command. */
final class AdminOptions {

    @Option(names = "--server", paramLabel = "URL", required = true, scope = ScopeType.INHERIT)
    @SuppressWarnings("NullAway.Init")
    private String server;

    @Option(names = "--token-file", paramLabel = "F", required = true, scope = ScopeType.INHERIT)
    @SuppressWarnings("NullAway.Init")
    private Path tokenFile;

    @Option(names = "--trust", paramLabel = "CERT", scope = ScopeType.INHERIT)
    private @Nullable Path trust;

    Administration open(Surroundings surroundings) {
        var trusted = trust == null ? ServerTrust.machine() : ServerTrust.onlyFile(trust);
        var http = surroundings.network().apply(Origin.parse(server), trusted).http();
        return new Administration(http, token());
    }

    private String token() {
        try {
            return Files.readString(tokenFile, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw ProblemException.refused("unreadable-file", tokenFile);
        }
    }
}
