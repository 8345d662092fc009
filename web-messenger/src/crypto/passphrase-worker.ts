/** Stretches one passphrase beside the page, so that the page doesn't freeze meanwhile. The page ends the worker after. */
import { stretch, type StretchRequest } from "./argon2.js";

self.addEventListener("message", (event: MessageEvent<StretchRequest>) => {
  stretch(event.data).then(
    (key) => {
      self.postMessage(key, { transfer: [key.buffer] });
    },
    () => {
      self.postMessage(undefined);
    },
  );
});
