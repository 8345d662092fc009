package org.mayfly.admin.network;

import org.mayfly.protocol.value.NetworkId;

import java.io.Serializable;
import jakarta.enterprise.context.SessionScoped;

/** The network looked at last in this session, so that moving between pages stays with it. Never what is acted on. */
@SessionScoped
public class LastNetwork implements Serializable {

    private static final long serialVersionUID = 1L;

    private String id = "";

    public String id() {
        return id;
    }

    void looked(NetworkId network) {
        id = network.toString();
    }
}
