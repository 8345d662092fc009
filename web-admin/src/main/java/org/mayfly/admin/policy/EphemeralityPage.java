package org.mayfly.admin.policy;

import org.jspecify.annotations.Nullable;
import org.mayfly.admin.network.NetworkInView;
import org.mayfly.admin.policy.Length.Unit;
import org.mayfly.admin.policy.PolicyWords.Difference;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.admin.words.Notes;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.refusal.RefusedException;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * The ephemerality policy of the network in view: typed, previewed, compared, saved. The preview is made of the last
 * values that fit together.
 */
@Named("ephemerality")
@ViewScoped
public class EphemeralityPage implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SignedIn signedIn;
    private final NetworkInView network;
    private final Policies policies;
    private final PolicyWords policyWords;
    private final Notes notes;

    private transient @Nullable EphemeralityPolicy saved;
    private transient @Nullable EphemeralityPolicy preview;
    private @Nullable PolicyForm form;

    @Inject
    public EphemeralityPage(
            SignedIn signedIn, NetworkInView network, Policies policies, PolicyWords policyWords, Notes notes) {
        this.signedIn = signedIn;
        this.network = network;
        this.policies = policies;
        this.policyWords = policyWords;
        this.notes = notes;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected EphemeralityPage() {
        this(null, null, null, null, null);
    }

    public PolicyForm getForm() {
        if (form == null) {
            form = new PolicyForm(saved());
        }
        return form;
    }

    /** Something was typed. */
    public void look() {
        if (getForm().fault().isEmpty()) {
            preview = getForm().policy(saved().version());
        }
    }

    public EphemeralityPolicy getPreview() {
        return preview == null ? saved() : preview;
    }

    public String getComposer() {
        return policyWords.composer(getPreview());
    }

    public List<String> getChoices() {
        return policyWords.choices(getPreview());
    }

    public List<Difference> getDifferences() {
        return policyWords.differences(saved(), getPreview());
    }

    /** Key of the sentence about the first thing that does not fit; empty when all does. */
    public String getFaultKey() {
        return getForm().fault().map(PolicyForm.Fault::key).orElse("");
    }

    /** Whether a field is the one to mend. */
    public boolean isWrong(String field) {
        return getForm()
                .fault()
                .filter(fault -> fault.field().id().equals(field))
                .isPresent();
    }

    public boolean isSaveable() {
        return getFaultKey().isEmpty() && !getDifferences().isEmpty();
    }

    /** Saves, unless somebody else changed the policy since it was read: then the differences are shown anew. */
    public void save() {
        look();
        var fault = getForm().fault();
        if (fault.isPresent()) {
            notes.wrong("policy:" + fault.get().field().id(), fault.get().key());
            return;
        }
        try {
            var newest = policies.of(signedIn.actor(), network.id());
            if (newest.version() != saved().version()) {
                saved = newest;
                notes.wrong("policy", "policy.changed-meanwhile");
                return;
            }
            saved = policies.set(signedIn.actor(), network.id(), getForm().policy(newest.version()));
            reset();
            notes.done("policy.saved");
        } catch (RefusedException refused) {
            notes.refused("policy", refused.refusal());
        }
    }

    /** Back to what is in force. */
    public void reset() {
        form = null;
        preview = null;
    }

    private EphemeralityPolicy saved() {
        return Optional.ofNullable(saved).orElseGet(() -> {
            var read = policies.of(signedIn.actor(), network.id());
            saved = read;
            return read;
        });
    }

    public List<Unit> getUnits() {
        return List.of(Unit.SECONDS, Unit.MINUTES, Unit.HOURS, Unit.DAYS);
    }

    public List<Unit> getUnitsOrOff() {
        return List.of(Unit.values());
    }
}
