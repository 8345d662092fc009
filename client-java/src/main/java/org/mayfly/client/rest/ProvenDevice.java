package org.mayfly.client.rest;

import org.mayfly.protocol.oprf.OprfElement;

import java.util.Optional;

/** What the device at which a person is does for the person, who opens the account. */
public interface ProvenDevice {

    /** Of the own account; counted apart from what strangers who know its names ask. */
    RecoveryCalls.Evaluation evaluate(AccountNames names, Optional<OprfElement> blinded);

    /** Of the newest log-in; shows the server that the device agrees. Empty: there is no device. */
    Optional<String> token();
}
