package org.mayfly.endpoint.rest.recovery;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.util.Optional;
import java.util.UUID;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Evaluates a blinded passphrase: for names, or for an invitation. Without a token it is anybody who asks. */
@Path("recovery/evaluations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EvaluationsResource {

    private final Bearer bearer;
    private final Recovery recovery;
    private final SourceLimits limits;

    @Inject
    public EvaluationsResource(Bearer bearer, Recovery recovery, SourceLimits limits) {
        this.bearer = bearer;
        this.recovery = recovery;
        this.limits = limits;
    }

    @POST
    public EvaluationJson evaluate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Context HttpServletRequest request,
            EvaluationAsked body) {
        if (body.code().isPresent()) {
            boolean alone = body.network().isEmpty() && body.user().isEmpty();
            var blinded = body.blinded().filter(element -> alone).orElseThrow(Reason.MALFORMED::refused);
            return EvaluationJson.of(
                    recovery.evaluateInvited(new Actor.Anonymous(), body.code().get(), blinded));
        }
        var names = new Recovery.AccountNames(
                body.network().orElseThrow(Reason.MALFORMED::refused),
                body.user().orElseThrow(Reason.MALFORMED::refused));
        var actor = bearer.deviceOrReturned(authorization);
        if (actor instanceof Actor.Anonymous && body.blinded().isPresent()) {
            countForSource(request.getRemoteAddr(), recovery.pseudonym(names));
        }
        return EvaluationJson.of(recovery.evaluate(actor, names, body.blinded()));
    }

    /** Somebody who wants to keep a person from coming back has to ask from several addresses. */
    private void countForSource(String address, Bytes account) {
        limits.count(Limit.ACCOUNT, address, account);
        limits.count(Limit.ACCOUNT_DAILY, address, account);
    }

    /** Names, or the code of an invitation. */
    record EvaluationAsked(
            Optional<String> network, Optional<String> user, Optional<String> code, Optional<Bytes> blinded) {}

    record EvaluationJson(Bytes challenge, UUID seedId, Optional<Bytes> evaluated) {

        static EvaluationJson of(Recovery.Evaluation evaluation) {
            return new EvaluationJson(evaluation.challenge(), evaluation.seed(), evaluation.evaluated());
        }
    }
}
