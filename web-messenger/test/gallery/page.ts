/** Draws one state of the interface: `?state=NAME`. Sets `data-ready` on the body when it stands, `data-broken` when it can't. */

import "../../src/ui/app.js";
import { Hand } from "./hand.js";
import { ScriptedMessenger } from "./scripted-messenger.js";
import { states } from "./states.js";

async function draw(name: string): Promise<void> {
  const state = states[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  const messenger = new ScriptedMessenger(state.script);
  const app = document.createElement("mf-app");
  app.messenger = messenger;
  app.invitationCode = state.invitationCode ?? "";
  document.body.replaceChildren(app);
  await app.updateComplete;
  const hand = new Hand();
  await state.act?.(hand, messenger);
  for (let frames = 0; frames < 5; frames++) await hand.frame();
}

draw(new URLSearchParams(window.location.search).get("state") ?? "").then(
  () => (document.body.dataset["ready"] = "yes"),
  (failure: unknown) => (document.body.dataset["broken"] = String(failure)),
);
