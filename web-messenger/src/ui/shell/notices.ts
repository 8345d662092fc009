/** What happened to devices or on the way, as banners that stay until the person has seen them. */

import type { TemplateResult } from "lit";

import type { Conversation, Messenger, Notice } from "../../client/api.js";
import { text } from "../text/catalogue.js";
import { emit } from "../view.js";
import { banner } from "./banner.js";

const words = text.deviceNotices;

/** About the policy or the person's own devices. `from` emits `devices` where they want to see them. */
export function ownNotice(messenger: Messenger, notice: Notice, from: EventTarget): TemplateResult | undefined {
  if ("person" in notice) return undefined;
  const seen = { words: words.seen, act: () => void messenger.dismissNotice(notice.id) };
  if (notice.kind === "identities-pass") {
    const { title, body, dismiss } = text.shell.identitiesPass;
    return banner({ tone: "caution", symbol: "warning", title, body, actions: [{ ...seen, words: dismiss }] });
  }
  const show = { words: words.show, act: () => emit(from, "devices") };
  return banner({
    tone: notice.kind === "own-device-added" ? "caution" : "note",
    symbol: "device",
    title: words[notice.kind].title,
    body: words[notice.kind].body,
    actions: notice.kind === "past-not-here" ? [seen] : [show, seen],
  });
}

/** About a colleague's devices, or what did not come from them, for the conversation with them. */
export function peerNotice(messenger: Messenger, notice: Notice, peer: string): TemplateResult | undefined {
  if (!("person" in notice)) return undefined;
  const { id, name } = notice.person;
  if (id !== peer) return undefined;
  const actions = [{ words: words.seen, act: () => void messenger.dismissNotice(notice.id) }];
  if (notice.kind === "missing") {
    const { title, body } = text.thread.missing;
    return banner({ tone: "note", symbol: "info", title: title(name, notice.count), body: body(name, notice.count), actions });
  }
  const added = notice.kind === "peer-device-added";
  return banner({
    tone: "note",
    symbol: "device",
    title: words[notice.kind].title(name),
    body: added ? words["peer-device-added"].body(name) : words["peer-device-removed"].body,
    actions,
  });
}

/** Stays until safety numbers were compared: nothing else tells the two apart. */
export function namesakeNotice({ peer: { name } }: Conversation, compare: () => void): TemplateResult {
  const { title, body } = text.thread.namesake;
  return banner({ tone: "caution", symbol: "people", title: title(name), body, actions: [{ words: text.thread.identity.compare, act: compare }] });
}
