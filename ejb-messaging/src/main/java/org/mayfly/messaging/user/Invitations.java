package org.mayfly.messaging.user;

import org.mayfly.messaging.config.ServerSettings;
import org.mayfly.messaging.crypto.OneTimeCode;
import org.mayfly.protocol.value.UserId;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Makes invitations: the code goes to the inviter, its hash to the store, and the link carries it in the fragment. */
@Dependent
public class Invitations {

    private final UserStore users;
    private final ServerSettings settings;
    private final SecureRandom random;

    @Inject
    public Invitations(UserStore users, ServerSettings settings, SecureRandom random) {
        this.users = users;
        this.settings = settings;
        this.random = random;
    }

    UserId newUser() {
        var id = new byte[16];
        random.nextBytes(id);
        return UserId.of(id);
    }

    /** An older code of the user stops working. */
    public Users.Invitation issue(UserId user, String name, Instant now) {
        var code = OneTimeCode.random(random);
        var expires = now.plus(settings.limits().invitationLife());
        users.invite(user, code.hash(), now, expires);
        var link = URI.create(settings.publicUrl() + "/#invitation=" + code.inGroups());
        return new Users.Invitation(name, code.inGroups(), link, expires);
    }
}
