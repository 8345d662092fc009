/**
 * Draws one state of the interface, `?state=NAME`, or plays one scene, `?conduct=SENTENCE`. Sets `data-ready` on the body when
 * it stands, `data-broken` with the reason when it does not.
 */

import "../../src/ui/app.js";
import { conduct } from "./conduct.js";
import { Hand } from "./hand.js";
import type { Scene } from "./scene.js";
import { ScriptedMessenger, type Script } from "./scripted-messenger.js";
import { states } from "./states.js";

async function open(script: Script, invitationCode = ""): Promise<Scene> {
  const messenger = new ScriptedMessenger(script);
  const app = document.createElement("mf-app");
  app.messenger = messenger;
  app.invitationCode = invitationCode;
  document.body.replaceChildren(app);
  await app.updateComplete;
  return { hand: new Hand(), messenger, app };
}

async function draw(name: string): Promise<void> {
  const state = states[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  const { hand, messenger } = await open(state.script, state.invitationCode);
  await state.act?.(hand, messenger);
  for (let frames = 0; frames < 5; frames++) await hand.frame();
}

async function play(sentence: string): Promise<void> {
  const scene = conduct[sentence];
  if (scene === undefined) throw new Error(`no scene ${sentence}`);
  await scene(open);
}

const asked = new URLSearchParams(window.location.search);
const sentence = asked.get("conduct");
(sentence === null ? draw(asked.get("state") ?? "") : play(sentence)).then(
  () => (document.body.dataset["ready"] = "yes"),
  (failure: unknown) => (document.body.dataset["broken"] = String(failure)),
);
