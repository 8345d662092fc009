/** The worker of the wraps in a browser that has no ML-KEM of its own. */
import "./without-kem.js";
import "../../src/protocol/wrap-worker.js";
