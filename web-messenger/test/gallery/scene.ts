/** What the scenes have in common. */

import type { App } from "../../src/ui/app.js";
import * as cast from "./cast.js";
import type { Hand } from "./hand.js";
import type { ScriptedMessenger, Script } from "./scripted-messenger.js";

export interface Scene {
  readonly hand: Hand;
  readonly messenger: ScriptedMessenger;
  readonly app: App;
}

export type Open = (script: Script) => Promise<Scene>;
export type Conduct = (open: Open) => Promise<void>;

export const FIELD = "mf-composer textarea";
export const PASSPHRASE = "lantern ferry oblique mustard";

export function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

export function calls(messenger: ScriptedMessenger, name: string): readonly (readonly unknown[])[] {
  return messenger.calls.filter(([called]) => called === name);
}

export async function withAmara(open: Open, messages: ReturnType<typeof cast.message>[], more: Script = {}): Promise<Scene> {
  const scene = await open({
    conversations: cast.usualList(messages.at(-1)),
    messages: { "c-amara": messages },
    ...more,
  });
  await scene.hand.press('mf-conversations [data-conversation="c-amara"]');
  await scene.hand.find(FIELD);
  return scene;
}

export async function openCodeEntry(hand: Hand): Promise<void> {
  await hand.press('mf-conversations [data-conversation="c-amara"]');
  await hand.press("mf-shell .head [aria-expanded]");
  await hand.press("mf-safety .by-code");
}

export async function value(hand: Hand): Promise<string> {
  return ((await hand.find(FIELD)) as HTMLTextAreaElement).value;
}
