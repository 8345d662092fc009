package org.mayfly.admin.network;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.network.Networks.Network;
import org.mayfly.protocol.value.NetworkId;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * The network a page is about: the one in its address, else the one last looked at, else the first by name. Chosen once
 * for a view, so that two tabs don't disturb each other.
 */
@Named("inView")
@ViewScoped
public class NetworkInView implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SignedIn signedIn;
    private final Networks networks;
    private final LastNetwork last;

    private String parameter = "";
    private transient @Nullable List<Network> all;
    private transient @Nullable Network current;

    @Inject
    public NetworkInView(SignedIn signedIn, Networks networks, LastNetwork last) {
        this.signedIn = signedIn;
        this.networks = networks;
        this.last = last;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected NetworkInView() {
        this(null, null, null);
    }

    public List<Network> getAll() {
        if (all == null) {
            all = List.copyOf(networks.list(signedIn.actor()));
        }
        return all;
    }

    public Optional<Network> current() {
        if (current == null) {
            var id = parameter.isEmpty() ? last.id() : parameter;
            current = getAll().stream()
                    .filter(network -> network.id().toString().equals(id))
                    .findFirst()
                    .or(() -> getAll().stream().findFirst())
                    .orElse(null);
            if (current != null) {
                last.looked(current.id());
            }
        }
        return Optional.ofNullable(current);
    }

    /** Networks have changed. */
    void reload() {
        all = null;
        current = null;
    }

    /** The network has just been made: it is the one to go on with. */
    void turnTo(NetworkId network) {
        parameter = "";
        last.looked(network);
        reload();
    }

    /** @throws IllegalStateException if there is no network at all: the pages then show only how to make one */
    public NetworkId id() {
        return current().map(Network::id).orElseThrow(() -> new IllegalStateException("there is no network"));
    }

    public boolean isPresent() {
        return current().isPresent();
    }

    public String getName() {
        return current().map(Network::name).orElse("");
    }

    public String getKey() {
        return current().map(network -> network.id().toString()).orElse("");
    }

    public String getParameter() {
        return parameter;
    }

    public void setParameter(@Nullable String parameter) {
        this.parameter = parameter == null ? "" : parameter;
    }
}
