package org.mayfly.admin.words;

import org.mayfly.messaging.refusal.Refusal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIInput;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;

/** Notes as Faces messages; a refused one fails the validation, so that dialogs stay open. */
@ApplicationScoped
public class FacesNotes implements Notes {

    private final Words words;

    @Inject
    public FacesNotes(Words words) {
        this.words = words;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected FacesNotes() {
        this(null);
    }

    @Override
    public void done(String key, Object... values) {
        FacesContext.getCurrentInstance()
                .addMessage(null, new FacesMessage(FacesMessage.SEVERITY_INFO, words.of(key, values), null));
    }

    @Override
    public void wrong(String field, String key, Object... values) {
        blame(field, words.of(key, values));
    }

    @Override
    public void refused(String field, Refusal refusal) {
        blame(field, words.refusal(refusal));
    }

    private static void blame(String field, String sentence) {
        var context = FacesContext.getCurrentInstance();
        var component = context.getViewRoot().findComponent(":" + field);
        if (component instanceof UIInput input) {
            input.setValid(false);
        }
        context.addMessage(
                component == null ? null : component.getClientId(context),
                new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null));
        context.validationFailed();
    }
}
