/** One conversation in the list: who, what was said last, how much of its life is left, what is unread. */

import { html, nothing, type TemplateResult } from "lit";

import type { Conversation, Message, Time } from "../../client/api.js";
import { icon } from "../icons.js";
import { avatar } from "../styles/avatar.js";
import { text } from "../text/catalogue.js";
import { shortTime } from "../text/times.js";
import "../thread/life.js";
import { isOver, lifeOf } from "../thread/remaining.js";

export function row(conversation: Conversation, chosen: boolean, now: Time, choose: () => void): TemplateResult {
  const newest = living(conversation.newest, now);
  return html`<li>
    <button class="row ${conversation.unread > 0 ? "fresh" : ""}" data-conversation=${conversation.id} aria-current=${chosen ? "true" : nothing} @click=${choose}>
      ${avatar(conversation.peer)}
      <span class="about">
        <span class="top">
          <span class="name" dir="auto">${conversation.peer.name}</span>
          ${trustMark(conversation)}
          ${newest === undefined ? nothing : html`<span class="time">${shortTime(newest.sentAt, now)}</span>`}
        </span>
        <span class="bottom">
          <span class="preview">${preview(conversation, newest, chosen)}</span>
          ${
            conversation.unread === 0
              ? nothing
              : html`<span class="unread"><span aria-hidden="true">${conversation.unread > 99 ? "99+" : conversation.unread}</span><span class="sr">${text.conversations.unread(conversation.unread)}</span></span>`
          }
        </span>
        ${newest === undefined ? nothing : html`<mf-life bare .life=${lifeOf(newest)}></mf-life>`}
      </span>
    </button>
  </li>`;
}

function living(message: Message | undefined, now: Time): Message | undefined {
  return message === undefined || isOver(lifeOf(message), now) ? undefined : message;
}

function trustMark(conversation: Conversation): TemplateResult | typeof nothing {
  switch (conversation.trust.kind) {
    case "verified":
      return html`<span class="verified" title=${text.thread.verified}>${icon("verified")}<span class="sr">${text.thread.verified}</span></span>`;
    case "identity-changed":
      return html`<span class="changed" title=${text.thread.identityChanged}>${icon("warning")}<span class="sr">${text.thread.identityChanged}</span></span>`;
    case "unverified":
      return conversation.namesake === true
        ? html`<span class="changed" title=${text.thread.namesake.mark}>${icon("people")}<span class="sr">${text.thread.namesake.mark}</span></span>`
        : nothing;
  }
}

function preview(conversation: Conversation, newest: Message | undefined, chosen: boolean): TemplateResult {
  if (conversation.draft !== "" && !chosen)
    return html`<span class="draft">${text.conversations.draft}</span> ${conversation.draft}`;
  if (newest === undefined) return html`<span class="nothing">${text.conversations.nothing}</span>`;
  // Also while it is open: its words burn in one place.
  if (newest.text === undefined || (!newest.mine && newest.ephemerality.burnAfterSeconds > 0)) {
    return html`<span class="covered">${icon("flame")}${text.conversations.covered}</span>`;
  }
  return newest.mine ? html`${text.conversations.you} ${newest.text}` : html`${newest.text}`;
}
