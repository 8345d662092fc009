package org.mayfly.client.trust;

import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;

import java.net.URI;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What went wrong below HTTP, told apart into what a person does about it. */
public final class NetworkFailure {

    private NetworkFailure() {}

    /**
     * {@code untrusted-certificate} where the server's certificate was turned down, else {@code unreachable}: a handshake
     * also fails when the server dies in it, and that passes.
     */
    public static ProblemException of(URI server, Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known;
            }
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return new ProblemException(Problem.network("untrusted-certificate", server), failure);
            }
        }
        return new ProblemException(Problem.network("unreachable", server), failure);
    }
}
