package org.mayfly.messaging.apitoken;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.access.Operation;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.audit.Facts;
import org.mayfly.messaging.crypto.Hashes;
import org.mayfly.messaging.crypto.RandomIds;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** API tokens in PostgreSQL, by their hashes. */
@Stateless
public class ApiTokensBean implements ApiTokens {

    private static final String PREFIX = "mfa_";
    private static final Pattern FORM = Pattern.compile("mfa_[A-Za-z0-9_-]{43}");
    private static final int LONGEST_NAME = 100;

    private final JdbcApiTokens tokens;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random;
    private final RandomIds ids;

    @Inject
    public ApiTokensBean(JdbcApiTokens tokens, AuditTrail audit, Clock clock, SecureRandom random, RandomIds ids) {
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    @Override
    public String create(Actor actor, String name, Scope scope, Instant expires) {
        Operation.CHANGE_API_TOKENS.check(actor);
        var shown = Name.parse(name, LONGEST_NAME).shown();
        var token = PREFIX + randomBytes(32).toBase64Url();
        var listed = new Listed(ids.next(), shown, scope, clock.instant(), expires);
        tokens.add(listed, Hashes.sha256(token));
        audit.record(actor, "token.create", listed.id().toString(), Facts.NONE, facts(listed));
        return token;
    }

    @Override
    public Actor authenticate(String token) {
        if (!FORM.matcher(token).matches()) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        return tokens.find(Hashes.sha256(token), clock.instant()).orElseThrow(Reason.UNAUTHENTICATED::refused);
    }

    @Override
    public List<Listed> list(Actor actor) {
        Operation.READ_API_TOKENS.check(actor);
        return tokens.list(clock.instant());
    }

    @Override
    public void revoke(Actor actor, UUID id) {
        Operation.CHANGE_API_TOKENS.check(actor);
        tokens.revoke(id, clock.instant())
                .ifPresent(revoked -> audit.record(actor, "token.revoke", id.toString(), facts(revoked), Facts.NONE));
    }

    private static String facts(Listed token) {
        return Facts.of("name", token.name())
                .and("scope", token.scope().code())
                .and("expires", token.expires().toEpochMilli())
                .json();
    }

    private Bytes randomBytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
