package org.mayfly.endpoint.delivery;

import org.mayfly.protocol.wire.Acknowledge;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.UploadPrekeys;

/** A well-formed frame of a client: canonical, numbered, of a known kind. What it asks for is not judged yet. */
sealed interface ClientRequest {

    /** The number its answer carries. */
    int request();

    record ToLogIn(int request, LogIn body) implements ClientRequest {}

    record ToSubmit(int request, Submit body) implements ClientRequest {}

    record ToAcknowledge(int request, Acknowledge body) implements ClientRequest {}

    record ToClaim(int request, ClaimPrekeys body) implements ClientRequest {}

    record ToUpload(int request, UploadPrekeys body) implements ClientRequest {}

    record ToBeat(int request) implements ClientRequest {}
}
