package org.mayfly.client.trust;

import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;

import java.net.URI;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** What went wrong below HTTP, told apart into what a person does about it. */
public final class NetworkFailure {

    private NetworkFailure() {}

    /** {@code untrusted-certificate} where TLS turned the server down, else {@code unreachable}. */
    public static ProblemException of(URI server, Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known;
            }
            if (cause instanceof CertificateException || cause instanceof SSLException) {
                return new ProblemException(Problem.network("untrusted-certificate", server), failure);
            }
        }
        return new ProblemException(Problem.network("unreachable", server), failure);
    }
}
