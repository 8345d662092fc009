package org.mayfly.endpoint.rest.recovery;

import org.mayfly.endpoint.rest.directory.DeviceListsResource.DeviceListVersionJson;
import org.mayfly.endpoint.rest.policy.PolicyJson;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.recovery.Recovery;
import org.mayfly.protocol.signed.SignedInput.Returning;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Logs a person in who proves to know what opens the bundle. */
@Path("recovery/log-ins")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class LogInsResource {

    private final Recovery recovery;

    @Inject
    public LogInsResource(Recovery recovery) {
        this.recovery = recovery;
    }

    @POST
    public ReturnedJson logIn(ReturnAsked body) {
        var person = new Returning(body.network(), body.user(), Ways.of(body.way()));
        var account = recovery.logIn(
                new Actor.Anonymous(), new Recovery.LogIn(person, body.challenge(), body.time(), body.signature()));
        return ReturnedJson.of(account);
    }

    record ReturnAsked(String network, String user, String way, Bytes challenge, Instant time, Bytes signature) {}

    record NetworkNamed(NetworkId id, String name) {}

    record UserNamed(UserId id, String name) {}

    /** Zero: none. */
    record BundleVersions(long passphrase, long recoveryKey) {}

    record ReturnedJson(
            NetworkNamed network,
            UserNamed user,
            Bytes bundle,
            long bundleVersion,
            BundleVersions versions,
            Optional<UUID> seedId,
            Bytes identityKey,
            List<DeviceListVersionJson> lists,
            Bytes token,
            Instant expires,
            boolean approvalNeeded,
            int maxDevices,
            PolicyJson policy) {

        static ReturnedJson of(Recovery.Account account) {
            var lists = account.lists();
            return new ReturnedJson(
                    new NetworkNamed(account.network(), account.networkName()),
                    new UserNamed(account.user(), account.userName()),
                    account.bundle().sealed(),
                    account.versions().used(),
                    new BundleVersions(
                            account.versions().passphrase(), account.versions().recoveryKey()),
                    account.bundle().seed(),
                    Bytes.of(lists.get(lists.size() - 1).getIdentityKey().toByteArray()),
                    lists.stream().map(DeviceListVersionJson::of).toList(),
                    account.token(),
                    account.expires(),
                    account.approvalNeeded(),
                    account.policy().devices().maximum(),
                    PolicyJson.of(account.policy()));
        }
    }
}
