package org.mayfly.launcher.access;

import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.postgres.Database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Makes API tokens on the server itself: whoever may read the data folder may make one. Each is an audit event. */
public final class OperatorTokens {
    /** What a token may do: all that an administrator may, or read metrics. */
    public static final List<String> SCOPES = List.of("admin", "metrics");

    private static final String PREFIX = "mfa_";
    private static final int BYTES = 32;
    private static final int LONGEST_NAME = 100;
    private static final Duration LIFE = Duration.ofDays(365);

    private final Database database;
    private final Clock clock;
    private final SecureRandom random;

    public OperatorTokens(Database database, Clock clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes a token that works for a year.
     *
     * @param scope one of {@link #SCOPES}
     * @return the token, which is stored nowhere
     * @throws OperatorError if the name is empty or longer than 100 characters
     */
    public String create(String name, String scope) throws SQLException {
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new OperatorError("--name must be 1 to " + LONGEST_NAME
                    + " characters without control characters: it tells people what the token is for.");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byte[] idBytes = new byte[2 * Long.BYTES];
        random.nextBytes(idBytes);
        ByteBuffer id = ByteBuffer.wrap(idBytes);
        store(new UUID(id.getLong(), id.getLong()), name, scope, token);
        return token;
    }

    private void store(UUID id, String name, String scope, String token) throws SQLException {
        Instant now = clock.instant();
        long expires = now.plus(LIFE).toEpochMilli();
        try (Connection connection = database.asOwner();
                PreparedStatement insert = connection.prepareStatement("insert into api_token"
                        + " (id, name, scope, token_hash, created_at, expires_at) values (?, ?, ?, ?, ?, ?)");
                PreparedStatement audit = connection.prepareStatement(
                        "select audit_append(?, 'operator', 'token.create',"
                                + " ?, '{}', json_build_object('name', ?::text, 'scope', ?::text, 'expires', ?::bigint)::text)")) {
            connection.setAutoCommit(false);
            insert.setObject(1, id);
            insert.setString(2, name);
            insert.setString(3, scope);
            insert.setBytes(4, Sha256.of(token.getBytes(StandardCharsets.US_ASCII)));
            insert.setLong(5, now.toEpochMilli());
            insert.setLong(6, expires);
            insert.executeUpdate();
            audit.setLong(1, now.toEpochMilli());
            audit.setString(2, id.toString());
            audit.setString(3, name);
            audit.setString(4, scope);
            audit.setLong(5, expires);
            audit.execute();
            connection.commit();
        }
    }
}
