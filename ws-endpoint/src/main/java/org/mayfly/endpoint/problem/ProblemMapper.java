package org.mayfly.endpoint.problem;

import org.mayfly.messaging.signal.Signals;

import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Every exception of REST ends here: a refusal keeps its code, HTTP's own refusals their status, all else is a bug. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private final FailureLog failures;
    private final Signals signals;

    @Inject
    public ProblemMapper(FailureLog failures, Signals signals) {
        this.failures = failures;
        this.signals = signals;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        var refused = Refused.in(thrown);
        if (refused.isPresent()) {
            signals.refused(refused.get().reason());
            return ProblemResponse.of(Problem.of(refused.get()));
        }
        if (thrown instanceof WebApplicationException http && http.getResponse().getStatus() < 500) {
            Problem.reasonOf(http.getResponse().getStatus()).ifPresent(signals::refused);
            var answer = ProblemResponse.of(Problem.ofStatus(http.getResponse().getStatus()));
            var allow = http.getResponse().getHeaderString(HttpHeaders.ALLOW);
            return allow == null
                    ? answer
                    : Response.fromResponse(answer)
                            .header(HttpHeaders.ALLOW, allow)
                            .build();
        }
        return ProblemResponse.of(Problem.ofFailure(failures.record(thrown)));
    }
}
