/** One message, and one warning in a message's place. */

import { html, nothing, type TemplateResult } from "lit";

import type { Delivery, Message, Trust, Warning } from "../../client/api.js";
import { icon, type IconName } from "../icons.js";
import { text } from "../text/catalogue.js";
import { exactly } from "../text/durations.js";
import { errorSentence, NOT_OPENED, notOpenedSentence, warningReason } from "../text/failures.js";
import { clockTime, fullTime } from "../text/times.js";
import type { Entry } from "./entries.js";
import "./life.js";
import { lifeOf } from "./remaining.js";

export interface BubbleActions {
  readonly open: (message: Message) => void;
  readonly retry: (message: Message) => void;
  readonly discard: (message: Message) => void;
}

const deliveryIcon: Readonly<Record<Delivery, IconName>> = {
  queued: "waiting",
  "waiting-for-keys": "key",
  sent: "check",
  delivered: "checks",
  failed: "warning",
};

export function bubble(
  entry: Extract<Entry, { readonly kind: "message" }>,
  trust: Trust,
  actions: BubbleActions,
): TemplateResult {
  const { message, first, last } = entry;
  const covered = message.text === undefined;
  return html`<li
    class="entry message ${message.mine ? "mine" : "theirs"} ${first ? "first" : ""} ${last ? "last" : ""}"
    data-key=${message.id}
    data-watch=${!message.mine && !covered ? message.id : nothing}
  >
    ${first && !message.mine ? authorLine(message, trust) : html`<span class="sr">${message.mine ? text.thread.yours : message.author.name}</span>`}
    <div class="column">
      <div class="bubble ${covered ? "covered" : ""} ${message.delivery === "failed" ? "failed" : ""}">
        ${covered ? cover(message, actions) : html`<p dir="auto">${message.text}</p>`}
      </div>
      <mf-life class="life" .life=${lifeOf(message)}>
        <time slot="before" datetime=${new Date(message.sentAt).toISOString()} title=${fullTime(message.sentAt)}>${clockTime(message.sentAt)}</time>
        ${message.mine && message.ephemerality.burnAfterSeconds > 0 && message.burnsAt === undefined ? willBurn(message) : nothing}
        ${message.delivery === undefined ? nothing : deliveryMark(message.delivery)}
      </mf-life>
      ${message.delivery === "failed" ? failure(message, actions) : nothing}
    </div>
  </li>`;
}

function authorLine(message: Message, trust: Trust): TemplateResult {
  return html`<div class="author">
    <span>${message.author.name}</span>
    ${trust.kind === "verified" ? html`<span class="verified" title=${text.thread.verified}>${icon("verified")}<span class="sr">${text.thread.verified}</span></span>` : nothing}
  </div>`;
}

function cover(message: Message, actions: BubbleActions): TemplateResult {
  return html`<div class="cover-title">${icon("flame")}<span>${text.thread.covered.title}</span></div>
    <p class="cover-body">${text.thread.covered.body(exactly(message.ephemerality.burnAfterSeconds))}</p>
    <button class="button small" @click=${() => actions.open(message)}>${text.thread.covered.action}</button>`;
}

function willBurn(message: Message): TemplateResult {
  const sentence = text.policy.burns(exactly(message.ephemerality.burnAfterSeconds));
  return html`<span slot="after" class="will-burn" title=${sentence}>${icon("flame")}<span class="sr">${sentence}</span></span>`;
}

/** An icon with a tooltip; a state that needs patience also in words. */
function deliveryMark(delivery: Delivery): TemplateResult {
  const quiet = delivery === "sent" || delivery === "delivered";
  return html`<span slot="after" class="delivery ${delivery}" title=${text.thread.delivery[delivery]}>
    ${icon(deliveryIcon[delivery])}<span class=${quiet ? "sr" : ""}>${text.thread.deliveryWord[delivery]}</span>
  </span>`;
}

function failure(message: Message, actions: BubbleActions): TemplateResult {
  return html`<div class="failure">
    <p>${errorSentence(message.failure ?? "")}</p>
    <div class="failure-actions">
      <button class="button small" @click=${() => actions.retry(message)}>${icon("retry")}${text.thread.retry}</button>
      <button class="button small" @click=${() => actions.discard(message)}>${icon("trash")}${text.thread.discard}</button>
    </div>
  </div>`;
}

export function warningEntry(warning: Warning): TemplateResult {
  const lost = warning.code === NOT_OPENED;
  return html`<li class="entry warned ${lost ? "lost" : ""}" data-key=${`warning-${warning.id}`}>
    ${icon(lost ? "key" : "alarm")}
    <div>
      ${lost ? notOpened(warning) : refused(warning)}
      <p class="warned-time">${fullTime(warning.at)}</p>
    </div>
  </li>`;
}

function refused({ claimedAuthor, code, times = 1 }: Warning): TemplateResult {
  const words = text.thread.warning;
  return html`<p class="warned-title">${claimedAuthor === undefined ? words.titleUnknown : words.title(claimedAuthor.name)}</p>
    <p>${words.hidden} ${text.thread.warningBanner.reason(warningReason(code))}. ${times === 1 ? nothing : words.times(times)}</p>`;
}

/** Its signature is right: it is theirs, and only the key is missing. */
function notOpened(warning: Warning): TemplateResult {
  const words = text.thread.notOpened;
  const name = warning.claimedAuthor?.name;
  return html`<p class="warned-title">${name === undefined ? words.titleUnknown(1) : words.title(name, 1)}</p>
    <p>${notOpenedSentence(warning)}</p>`;
}
