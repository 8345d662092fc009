package org.mayfly.admin.network;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.admin.words.Notes;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.network.Networks.Network;
import org.mayfly.messaging.refusal.RefusedException;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Lists, makes and renames networks. */
@Named("networks")
@ViewScoped
public class NetworksPage implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SignedIn signedIn;
    private final Networks networks;
    private final NetworkInView inView;
    private final Notes notes;

    private transient @Nullable List<Network> rows;
    private transient @Nullable Network chosen;
    private String name = "";
    private String newName = "";

    @Inject
    public NetworksPage(SignedIn signedIn, Networks networks, NetworkInView inView, Notes notes) {
        this.signedIn = signedIn;
        this.networks = networks;
        this.inView = inView;
        this.notes = notes;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected NetworksPage() {
        this(null, null, null, null);
    }

    /** Sorted by the table in place. */
    public List<Network> getRows() {
        if (rows == null) {
            rows = new ArrayList<>(networks.list(signedIn.actor()));
        }
        return rows;
    }

    public void create() {
        try {
            var made = networks.create(signedIn.actor(), name.strip());
            notes.done("networks.made", made.name());
            name = "";
            inView.turnTo(made.id());
            rows = null;
        } catch (RefusedException refused) {
            notes.refused("create:name", refused.refusal());
        }
    }

    public void choose(Network network) {
        chosen = network;
        newName = network.name();
    }

    public void rename() {
        if (chosen == null) {
            return;
        }
        try {
            var renamed = networks.rename(signedIn.actor(), chosen.id(), newName.strip());
            notes.done("networks.renamed", chosen.name(), renamed.name());
            reload();
        } catch (RefusedException refused) {
            notes.refused("rename:newName", refused.refusal());
        }
    }

    private void reload() {
        rows = null;
        inView.reload();
    }

    public @Nullable Network getChosen() {
        return chosen;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getNewName() {
        return newName;
    }

    public void setNewName(String newName) {
        this.newName = newName;
    }
}
