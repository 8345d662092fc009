/** Where a message is written. Its own background states how long it will live; what is typed is kept as a draft. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import { ClientError, type Conversation, type Ephemerality } from "../../client/api.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { lifeChip, lifeSentence } from "../text/policy.js";
import { emit, View } from "../view.js";
import { composerStyle } from "./composer-style.js";
import "./life-chooser.js";
import { lifeWithin } from "./lifetimes.js";

/** A draft is kept this long after the last letter. */
const DRAFT_PAUSE_MS = 400;

/** One composer a conversation: it is made anew when another one is chosen. */
@customElement("mf-composer")
export class Composer extends View {
  static override styles = [base, controls, composerStyle];

  @property({ attribute: false }) conversation!: Conversation;
  /** What the person chose for this conversation; emitted as `life-chosen`, kept by who owns this composer. */
  @property({ attribute: false }) chosen: Ephemerality | undefined;
  /** What was typed since unlocking, by conversation: fresher than what is stored while that is on its way. */
  @property({ attribute: false }) drafts = new Map<string, string>();
  /** Why nothing can be sent now, as a sentence; empty where it can. Writing goes on. */
  @property() stopped = "";
  @state() private words = "";
  @state() private choosing = false;
  @state() private error = "";
  @query("textarea") private readonly field!: HTMLTextAreaElement;
  @query("button.chip") private readonly chip!: HTMLButtonElement | null;

  /** What was shown when the words in the field were begun. */
  private begunUnder: Ephemerality | undefined;
  private keptWords = "";
  private sending: Promise<void> = Promise.resolve();
  private pause: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.keptWords = this.conversation.draft;
    this.words = this.drafts.get(this.conversation.id) ?? this.keptWords;
    this.begunUnder = this.words === "" ? undefined : this.life();
    window.addEventListener("pagehide", this.leaving);
    document.addEventListener("visibilitychange", this.leaving);
    document.addEventListener("pointerdown", this.pointed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("pagehide", this.leaving);
    document.removeEventListener("visibilitychange", this.leaving);
    document.removeEventListener("pointerdown", this.pointed);
    void this.flush();
  }

  override render(): TemplateResult {
    const life = this.life();
    const ready = this.words.trim() !== "" && this.stopped === "";
    return html`<div class="frame ${this.words === "" ? "" : "typing"}">
      ${
        this.choosing
          ? html`<mf-life-chooser
            .policy=${this.messenger.policy}
            .life=${life}
            @chose=${(event: CustomEvent<Ephemerality>) => emit(this, "life-chosen", event.detail)}
            @done=${this.closeChooser}
          ></mf-life-chooser>`
          : nothing
      }
      ${
        this.error === ""
          ? nothing
          : html`<p class="error" role="alert">${icon("warning")}<span>${this.error} ${text.composer.notKept}</span></p>`
      }
      ${this.stopped === "" ? nothing : html`<p class="stopped">${icon("pause")}<span>${this.stopped}</span></p>`}
      <div class="box">
        <div class="writing">
          <p class="background" id="policy">${icon("clock")}<span>${lifeSentence(life)}</span></p>
          <textarea
            rows="1"
            dir="auto"
            aria-label=${text.composer.label(this.conversation.peer.name)}
            aria-describedby="policy"
            enterkeyhint="send"
            autocomplete="off"
            .value=${live(this.words)}
            @input=${this.typed}
            @keydown=${this.keyed}
          ></textarea>
        </div>
        <div class="tools">
          ${this.lifeChip(life)}
          <button
            class="send"
            title=${text.composer.sendHint}
            aria-label=${text.composer.send}
            aria-disabled=${ready ? "false" : "true"}
            @click=${this.send}
          >
            ${icon("send")}
          </button>
        </div>
      </div>
    </div>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.field.focus());
  }

  /** Keeps what is typed at once. Never rejects: there is nobody to tell, and the words are still in the field. */
  readonly flush = async (): Promise<void> => {
    clearTimeout(this.pause);
    if (this.words === this.keptWords) return;
    const words = this.words;
    this.keptWords = words;
    await this.messenger.keepDraft(this.conversation.id, words).catch(() => {
      this.keptWords = "";
    });
  };

  protected override updated(): void {
    // As high as the words; not a style attribute, which the content security policy would refuse.
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  private lifeChip(life: Ephemerality): TemplateResult {
    const empty = this.words === "";
    if (!this.messenger.policy.userMayChoose) {
      return html`<span class="chip" title=${text.composer.policyHint}>
        ${icon("lock")}<span class="sr">${text.composer.fixedBy(lifeChip(life))}</span>
        <span aria-hidden="true">${empty ? text.composer.policyHint : lifeChip(life)}</span>
      </span>`;
    }
    return html`<button
      class="chip"
      aria-haspopup="dialog"
      aria-expanded=${this.choosing ? "true" : "false"}
      aria-label=${text.composer.change(lifeChip(life))}
      @click=${this.toggleChooser}
    >
      ${empty ? nothing : icon("clock")}<span>${empty ? text.composer.changeShort : lifeChip(life)}</span>${icon("down")}
    </button>`;
  }

  private life(): Ephemerality {
    return lifeWithin(this.messenger.policy, this.chosen);
  }

  private typed(): void {
    this.write(this.field.value);
    this.error = "";
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.flush(), DRAFT_PAUSE_MS);
  }

  private keyed(event: KeyboardEvent): void {
    // While an input method composes, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  /** Once what was being sent is in the outbox or back in the field, and the field is kept. */
  async settled(): Promise<void> {
    await this.sending;
    await this.flush();
  }

  private readonly send = (): void => {
    this.sending = this.sendNow();
  };

  private async sendNow(): Promise<void> {
    const words = this.words;
    if (words.trim() === "" || this.stopped !== "") return;
    // Not what a policy of this moment makes of it: that it loosens nothing unseen, is looked at below.
    const wish = this.chosen ?? this.begunUnder ?? this.life();
    clearTimeout(this.pause);
    this.error = "";
    this.write("");
    this.field.focus();
    try {
      await this.messenger.send(this.conversation.id, words, wish);
      // Only now: should this tab end in between, the words come back as a draft rather than be lost.
      await this.flush();
    } catch (failure) {
      const later = this.drafts.get(this.conversation.id) ?? "";
      this.write(later === "" ? words : `${words}\n${later}`);
      this.error = failureSentence(failure);
      if (isLifeLonger(failure)) this.takeLifeShown();
      else this.begunUnder = wish;
      // Another conversation is open by now: the words wait in this one as a draft.
      if (!this.isConnected) await this.flush();
    }
  }

  /** They are told, and see it: sending again agrees to it. */
  private takeLifeShown(): void {
    this.begunUnder = this.life();
    if (this.chosen !== undefined) emit(this, "life-chosen", this.begunUnder);
  }

  private write(words: string): void {
    if (this.words === "" || words === "") this.begunUnder = words === "" ? undefined : this.life();
    this.words = words;
    this.drafts.set(this.conversation.id, words);
  }

  private readonly leaving = (): void => void this.flush();

  private toggleChooser(): void {
    if (this.choosing) {
      this.closeChooser();
      return;
    }
    this.choosing = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector("mf-life-chooser")?.focus());
  }

  private closeChooser(): void {
    this.choosing = false;
    this.chip?.focus();
  }

  private readonly pointed = (event: Event): void => {
    if (this.choosing && !event.composedPath().includes(this)) this.choosing = false;
  };
}

function isLifeLonger(failure: unknown): boolean {
  return failure instanceof ClientError && failure.code === "life-longer";
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-composer": Composer;
  }
}
