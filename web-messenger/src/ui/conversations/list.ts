/** The conversations, and the search that finds colleagues and starts new ones. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { Conversation, Person } from "../../client/api.js";
import { icon } from "../icons.js";
import { avatar, avatarStyle } from "../styles/avatar.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { emit, View } from "../view.js";
import { listStyle } from "./list-style.js";
import { matching, newestFirst } from "./order.js";
import { row } from "./row.js";

const SEARCH_PAUSE_MS = 200;

type Found =
  | { readonly kind: "nothing-asked" }
  | { readonly kind: "searching" }
  | { readonly kind: "people"; readonly people: readonly Person[] }
  | { readonly kind: "failed"; readonly sentence: string };

/** Emits `chose` with a conversation's id, `person` with a colleague, `lock`, `settings`. */
@customElement("mf-conversations")
export class ConversationList extends View {
  static override styles = [base, controls, avatarStyle, listStyle];

  @property() chosen = "";
  @property() networkName = "";
  @property({ attribute: false }) self!: Person;
  @state() private typed = "";
  @state() private starting = false;
  @state() private found: Found = { kind: "nothing-asked" };
  @query("input") private readonly field!: HTMLInputElement;

  private pause: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override render(): TemplateResult {
    const all = newestFirst(this.messenger.conversations());
    const searching = this.starting || this.typed !== "";
    return html`<div class="head">
        <div class="title">
          <h1>${searching ? text.conversations.start : text.conversations.heading}</h1>
          <p>${searching ? text.conversations.startHint : this.networkName}</p>
        </div>
        ${
          searching
            ? html`<button class="tool" aria-label=${text.conversations.back} title=${text.conversations.back} @click=${this.clear}>${icon("close")}</button>`
            : html`<button class="tool" aria-label=${text.conversations.start} title=${text.conversations.start} @click=${this.startNew}>${icon("compose")}</button>`
        }
        <button class="tool unrailed" aria-label=${text.settings.open} title=${text.settings.openHint} @click=${() => emit(this, "settings")}>${icon("settings")}</button>
        <button class="tool unrailed" aria-label=${text.shell.lock} title=${text.shell.lockHint} @click=${() => emit(this, "lock")}>${icon("lock")}</button>
      </div>
      <div class="search" role="search">
        ${icon("search")}
        <input
          class="input"
          type="search"
          autocomplete="off"
          spellcheck="false"
          aria-label=${text.conversations.search}
          aria-keyshortcuts="Control+K Meta+K"
          title=${text.conversations.searchHint}
          placeholder=${text.conversations.search}
          .value=${this.typed}
          @input=${this.search}
          @keydown=${this.keyedInSearch}
        />
        ${
          this.typed === ""
            ? nothing
            : html`<button class="tool" aria-label=${text.conversations.clear} title=${text.conversations.clear} @click=${this.clear}>${icon("close")}</button>`
        }
      </div>
      <div class="scroller" @keydown=${this.keyedInList} @ended=${() => this.requestUpdate()}>
        ${searching ? this.results(all) : this.everything(all)}
      </div>`;
  }

  /** To the newest conversation, or to what starts the first one. */
  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".row, .empty .button")?.focus());
  }

  /** To the search, from anywhere. */
  searchPeople(): void {
    this.startNew();
  }

  private everything(all: readonly Conversation[]): TemplateResult {
    if (all.length === 0) {
      return html`<div class="empty">
        ${icon("people")}<strong>${text.conversations.empty.title}</strong>
        <p>${text.conversations.empty.body}</p>
        <button class="button primary" @click=${this.startNew}>${icon("compose")}${text.conversations.empty.action}</button>
      </div>`;
    }
    return this.rows(all, text.conversations.heading);
  }

  private results(all: readonly Conversation[]): TemplateResult {
    const known = this.typed === "" ? [] : matching(all, this.typed);
    const knownIds = new Set(known.map(({ peer }) => peer.id));
    return html`${known.length === 0 ? nothing : html`<h2>${text.conversations.heading}</h2>${this.rows(known, text.conversations.heading)}`}
    ${this.colleagues(knownIds)}`;
  }

  private colleagues(known: ReadonlySet<string>): TemplateResult | typeof nothing {
    switch (this.found.kind) {
      case "nothing-asked":
      case "searching":
        return html`<p class="hint" role="status">${text.conversations.searching}</p>`;
      case "failed":
        return html`<p class="hint error" role="alert">${icon("warning")}<span>${this.found.sentence}</span></p>`;
      case "people": {
        const people = this.found.people.filter((person) => !known.has(person.id) && person.id !== this.self.id);
        if (people.length === 0) return known.size > 0 ? nothing : this.nobody();
        return html`<h2>${text.conversations.people}</h2>
          <ul aria-label=${text.conversations.people}>
            ${people.map(
              (person) =>
                html`<li>
                  <button class="row" @click=${() => this.startWith(person)}>${avatar(person)}<span class="name" dir="auto">${person.name}</span></button>
                </li>`,
            )}
          </ul>`;
      }
    }
  }

  private nobody(): TemplateResult {
    return html`<div class="empty" role="status">
      ${icon("people")}
      ${
        this.typed === ""
          ? html`<p>${text.conversations.noColleagues}</p>`
          : html`<strong>${text.conversations.nobody(this.typed)}</strong><p>${text.conversations.nobodyHelp}</p>`
      }
    </div>`;
  }

  private rows(conversations: readonly Conversation[], label: string): TemplateResult {
    const now = Date.now();
    return html`<ul aria-label=${label}>
      ${repeat(
        conversations,
        ({ id }) => id,
        (conversation) => row(conversation, conversation.id === this.chosen, now, () => this.choose(conversation)),
      )}
    </ul>`;
  }

  private choose(conversation: Conversation): void {
    this.clear();
    emit(this, "chose", conversation.id);
  }

  private startWith(person: Person): void {
    this.clear();
    emit(this, "person", person);
  }

  private startNew(): void {
    this.starting = true;
    this.ask();
    void this.updateComplete.then(() => this.field.focus());
  }

  private search(): void {
    this.typed = this.field.value;
    clearTimeout(this.pause);
    if (this.typed === "" && !this.starting) this.found = { kind: "nothing-asked" };
    else this.pause = setTimeout(() => this.ask(), SEARCH_PAUSE_MS);
  }

  private ask(): void {
    void this.findPeople(this.typed.trim());
  }

  private async findPeople(name: string): Promise<void> {
    const asked = ++this.asked;
    if (this.found.kind !== "people") this.found = { kind: "searching" };
    let found: Found;
    try {
      found = { kind: "people", people: await this.messenger.findPeople(name) };
    } catch (failure) {
      found = { kind: "failed", sentence: failureSentence(failure) };
    }
    // An answer to an earlier question comes too late.
    if (asked === this.asked) this.found = found;
  }

  private clear(): void {
    clearTimeout(this.pause);
    this.asked++;
    this.typed = "";
    this.starting = false;
    this.found = { kind: "nothing-asked" };
  }

  private keyedInSearch(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      this.clear();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.renderRoot.querySelector<HTMLElement>(".row")?.focus();
    }
  }

  private keyedInList(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
    const at = rows.findIndex((candidate) => candidate.matches(":focus"));
    event.preventDefault();
    if (at + step < 0) this.field.focus();
    else rows[at + step]?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-conversations": ConversationList;
  }
}
