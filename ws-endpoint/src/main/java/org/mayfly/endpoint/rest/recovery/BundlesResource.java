package org.mayfly.endpoint.rest.recovery;

import org.jspecify.annotations.Nullable;
import org.mayfly.endpoint.rest.authentication.Bearer;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.recovery.ReturnedAccount;
import org.mayfly.messaging.recovery.ReturnedAccount.Replacement;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;

import java.util.Optional;
import java.util.UUID;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Replaces what brings the account back: a new passphrase, a new recovery key, or none. */
@Path("recovery/bundles/{way}")
@Produces(MediaType.APPLICATION_JSON)
public class BundlesResource {

    private final Bearer bearer;
    private final ReturnedAccount account;

    @Inject
    public BundlesResource(Bearer bearer, ReturnedAccount account) {
        this.bearer = bearer;
        this.account = account;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public void put(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(Bearer.DEVICE_HEADER) @Nullable String device,
            @PathParam("way") String way,
            BundleOffered body) {
        var actor = bearer.returned(authorization);
        var bundle = Bundle.parse(body.bundle(), body.logInKey(), body.seedId());
        account.put(actor, bearer.beside(device), new Replacement(Ways.of(way), body.version(), bundle));
    }

    /** Of the recovery key only: an account without a passphrase could not be brought back. */
    @DELETE
    public void delete(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(Bearer.DEVICE_HEADER) @Nullable String device,
            @PathParam("way") String way) {
        var actor = bearer.returned(authorization);
        if (Ways.of(way) != Way.RECOVERY_KEY) {
            throw Reason.MALFORMED.refused();
        }
        account.removeRecoveryKey(actor, bearer.beside(device));
    }

    record BundleOffered(Bytes bundle, long version, Bytes logInKey, Optional<UUID> seedId) {}
}
