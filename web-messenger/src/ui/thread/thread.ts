/** The messages of a conversation: a window of them, held in place while the rest comes and goes. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { Conversation, Message } from "../../client/api.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { dayName } from "../text/times.js";
import { emit, View } from "../view.js";
import { bubble, warningEntry, type BubbleActions } from "./bubble.js";
import { bubbleStyle } from "./bubble-style.js";
import { entriesOf, type Entry } from "./entries.js";
import { isOver, lifeOf } from "./remaining.js";
import { ScrollAnchor } from "./scroll-anchor.js";
import { threadStyle } from "./thread-style.js";
import { Watcher } from "./watcher.js";
import { ThreadWindow } from "./window.js";

@customElement("mf-thread")
export class Thread extends View {
  static override styles = [base, controls, bubbleStyle, threadStyle];

  @property({ attribute: false }) conversation!: Conversation;
  @state() private following = true;
  @state() private error = "";
  @query(".scroller") private readonly scroller!: HTMLElement;
  @query(".entries") private readonly list!: HTMLElement;

  private entries: readonly Entry[] = [];
  /** Where the scroller stood, and how high its content was: only a person scrolls up, so only that ends following. */
  private lastTop = 0;
  private lastHeight = 0;
  /** The newest message when the person scrolled away from the end. */
  private seen: string | undefined;
  private readonly window = new ThreadWindow();
  private readonly anchor = new ScrollAnchor();
  private readonly watcher = new Watcher((id) => this.messenger.displayed(id));
  private readonly resized = new ResizeObserver(() => {
    this.measureGutter();
    this.follow();
  });

  private readonly actions: BubbleActions = {
    open: (message) => void this.attempt(() => this.messenger.displayed(message.id)),
    retry: (message) => void this.attempt(() => this.messenger.retry(message.id)),
    discard: (message) => void this.attempt(() => this.messenger.discard(message.id)),
  };

  override focus(): void {
    void this.updateComplete.then(() => this.scroller.focus());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher.stop();
    this.resized.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const now = Date.now();
    const messages = this.messenger.messages(this.conversation.id).filter((message) => !isOver(lifeOf(message), now));
    const warnings = this.messenger.warnings().filter(
      ({ code, conversation }) => conversation === this.conversation.id && code !== "stale-device-list",
    );
    this.entries = entriesOf(messages, warnings);
    if (this.hasUpdated && !changed.has("conversation")) this.anchor.take(this.scroller);
  }

  override render(): TemplateResult {
    const { start, end } = this.window.slice(this.entries);
    const now = Date.now();
    return html`<div
        class="scroller"
        tabindex="0"
        role="region"
        aria-label=${text.thread.messages}
        @scroll=${this.scrolled}
        @ended=${() => this.requestUpdate()}
      >
        ${this.entries.length === 0 ? this.nothingYet() : nothing}
        <ol class="entries" ?hidden=${this.entries.length === 0}>
          ${start > 0 ? html`<li class="more"><button class="button plain small" @click=${this.earlier}>${text.thread.earlier}</button></li>` : nothing}
          ${repeat(
            this.entries.slice(start, end),
            (entry) => entry.key,
            (entry) => this.entry(entry, now),
          )}
        </ol>
      </div>
      ${this.following ? nothing : this.toNewest()}
      ${this.error === "" ? nothing : html`<p class="error trouble" role="alert">${icon("warning")}<span>${this.error}</span></p>`}`;
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.scroller);
    this.resized.observe(this.list);
    this.watcher.start(this.scroller);
  }

  protected override updated(): void {
    if (this.following) this.follow();
    else this.anchor.restore(this.scroller);
    this.watcher.watch(this.renderRoot.querySelectorAll<HTMLElement>("[data-watch]"));
  }

  private entry(entry: Entry, now: number): TemplateResult {
    switch (entry.kind) {
      case "day":
        return html`<li class="entry day" data-key=${entry.key}><span>${dayName(entry.at, now)}</span></li>`;
      case "message":
        return bubble(entry, this.conversation.trust, this.actions);
      case "warning":
        return warningEntry(entry.warning);
    }
  }

  private nothingYet(): TemplateResult {
    const name = this.conversation.peer.name;
    return html`<div class="empty">
      <span class="symbol">${icon("clock")}</span>
      <h2>${text.thread.empty.title(name)}</h2>
      <p>${text.thread.empty.body}</p>
      ${
        this.conversation.trust.kind === "unverified"
          ? html`<p>${text.thread.empty.verify}</p>
            <button class="button" @click=${() => emit(this, "details")}>${icon("shield")}${text.thread.empty.action}</button>`
          : nothing
      }
    </div>`;
  }

  private toNewest(): TemplateResult {
    const fresh = this.freshCount();
    return html`<button class="to-newest" @click=${this.jump}>
      ${icon("arrowDown")}<span class=${fresh === 0 ? "sr" : ""}>${fresh === 0 ? text.thread.newest : text.thread.newBelow(fresh)}</span>
    </button>`;
  }

  private freshCount(): number {
    const from = this.entries.findIndex((entry) => entry.key === this.seen);
    return from < 0
      ? 0
      : this.entries.slice(from + 1).filter((entry) => entry.kind === "message" && !entry.message.mine).length;
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    if (scrollTop < clientHeight && this.window.earlier(this.entries)) this.requestUpdate();
    else if (below < clientHeight && this.window.later(this.entries)) this.requestUpdate();
    const atEnd = below < 32 && this.window.slice(this.entries).end === this.entries.length;
    const movedUp = this.movedUp();
    this.lastTop = scrollTop;
    if (atEnd) {
      this.following = true;
    } else if (this.following && movedUp) {
      this.seen = this.newestMessage()?.id;
      this.following = false;
    } else if (this.following) {
      this.scrollToEnd();
    }
  }

  private newestMessage(): Message | undefined {
    const entry = this.entries.findLast((candidate) => candidate.kind === "message");
    return entry?.kind === "message" ? entry.message : undefined;
  }

  private earlier(): void {
    if (this.window.earlier(this.entries)) this.requestUpdate();
  }

  private jump(): void {
    this.window.toNewest();
    this.following = true;
    this.lastTop = 0;
    this.requestUpdate();
  }

  /** Less of what is above can also mean that there is less: then the content has shrunk. */
  private movedUp(): boolean {
    return this.scroller.scrollTop < this.lastTop - 1 && this.scroller.scrollHeight >= this.lastHeight;
  }

  /** Unless a person has just scrolled up, of which the event is still to come. */
  private measureGutter(): void {
    const { offsetWidth, clientWidth, style } = this.scroller;
    style.setProperty("--gutter", `${offsetWidth - clientWidth}px`);
  }

  private follow(): void {
    if (this.following && !this.movedUp()) this.scrollToEnd();
  }

  private scrollToEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.lastTop = this.scroller.scrollTop;
    this.lastHeight = this.scroller.scrollHeight;
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    this.error = "";
    try {
      await act();
    } catch (failure) {
      this.error = failureSentence(failure);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-thread": Thread;
  }
}
