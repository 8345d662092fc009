package org.mayfly.admin.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;

/** The doorway of the current Faces request. */
@ApplicationScoped
public class FacesDoorway implements Doorway {

    @Override
    public String sourceAddress() {
        return request().getRemoteAddr();
    }

    @Override
    public void changeSessionId() {
        request().getSession(true);
        request().changeSessionId();
    }

    @Override
    public void endSession() {
        FacesContext.getCurrentInstance().getExternalContext().invalidateSession();
    }

    private static HttpServletRequest request() {
        return (HttpServletRequest)
                FacesContext.getCurrentInstance().getExternalContext().getRequest();
    }
}
