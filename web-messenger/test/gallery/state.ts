import type { Hand } from "./hand.js";
import type { Script, ScriptedMessenger } from "./scripted-messenger.js";

/** A state of the interface, with what brings it about. */
export interface State {
  readonly script: Script;
  readonly invitationCode?: string;
  readonly act?: (hand: Hand, messenger: ScriptedMessenger) => Promise<void>;
}
