/** Seals wraps beside the page, on another core. */
import { serveWraps } from "./wrap-serving.js";

serveWraps(self);
