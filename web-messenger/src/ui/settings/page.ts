/** The pages of the settings. */

import type { OwnDevice } from "../../client/api.js";
import { text } from "../text/catalogue.js";

export type Page =
  | { readonly kind: "overview"; /** What was just done. */ readonly said?: string }
  | { readonly kind: "add-device" | "approve" | "passphrase" | "recovery-key" | "remove-recovery-key" | "delete" }
  | { readonly kind: "remove-device"; readonly device: OwnDevice };

export function titleOf(page: Page): string {
  switch (page.kind) {
    case "overview":
      return text.settings.title;
    case "add-device":
      return text.devices.adding.title;
    case "approve":
      return text.devices.approving.title;
    case "passphrase":
      return text.settings.passphrase.title;
    case "recovery-key":
      return text.settings.recovery.title;
    case "remove-recovery-key":
      return text.settings.recovery.removing;
    case "remove-device":
      return text.devices.removing.title(nameOf(page.device));
    case "delete":
      return text.settings.deletion.title;
  }
}

export function nameOf({ name, kind }: OwnDevice): string {
  return name ?? text.devices.unnamed[kind];
}
