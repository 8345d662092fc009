/** Choosing a passphrase: typed twice, judged while it is typed, refused while it is easy to guess. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { emit } from "../view.js";
import "./passphrase-field.js";
import type { PassphraseField } from "./passphrase-field.js";
import { judge, MINIMUM_LENGTH, MINIMUM_SCORE, type Score } from "./strength.js";

const words = text.enrolment.passphrase;

/** Emits `chosen` with the passphrase, once it is long enough, strong enough and typed twice alike. */
@customElement("mf-choose-passphrase")
export class ChoosePassphrase extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
      }

      form {
        display: grid;
        gap: var(--mf-5);
      }

      .verdict {
        display: grid;
        align-content: start;
        gap: var(--mf-1);
        min-height: 3rem;
        margin-top: calc(-1 * var(--mf-2));
      }

      .scale {
        display: grid;
        grid-template-columns: repeat(4, 1fr);
        gap: var(--mf-1);
      }

      .scale span {
        height: 0.25rem;
        border-radius: 0.125rem;
        background: var(--mf-track);
      }

      .weak .on {
        background: var(--mf-amber-fill);
      }

      .strong .on {
        background: var(--mf-accent);
      }

      .verdict p {
        display: flex;
        gap: var(--mf-2);
        align-items: start;
        font-size: var(--mf-size-14);
        color: var(--mf-quiet);
      }

      .verdict .icon {
        width: 1rem;
        height: 1rem;
        margin-top: 0.2em;
      }

      .weak p {
        color: var(--mf-amber);
      }

      .strong p {
        color: var(--mf-accent);
      }

      .actions {
        display: grid;
        gap: var(--mf-2);
      }
    `,
  ];

  /** Words a guesser would try first. */
  @property({ attribute: false }) known: readonly string[] = [];
  /** What the button says. */
  @property() action = words.submit;
  @property() label = words.label;
  @state() private length = 0;
  @state() private score: Score | undefined;
  @state() private error = "";
  @state() private repeatError = "";
  @query("#first") private readonly first!: PassphraseField;
  @query("#again") private readonly again!: PassphraseField;

  override render(): TemplateResult {
    return html`<form @submit=${this.submitted} @entered=${this.submit}>
      <mf-passphrase-field
        id="first"
        label=${this.label}
        hint=${words.hint}
        error=${this.error}
        autofill="new-password"
        @typed=${this.typed}
      ></mf-passphrase-field>
      ${this.verdict()}
      <mf-passphrase-field
        id="again"
        label=${words.again}
        error=${this.repeatError}
        autofill="new-password"
        @typed=${() => (this.repeatError = "")}
      ></mf-passphrase-field>
      <div class="actions">
        <button class="button primary">${this.action}</button>
        <button type="button" class="button plain" @click=${() => emit(this, "back")}>${words.back}</button>
      </div>
    </form>`;
  }

  override focus(): void {
    void this.updateComplete.then(async () => {
      await this.first.updateComplete;
      this.first.focus();
    });
  }

  private verdict(): TemplateResult {
    const strong = this.strong();
    const shown =
      this.length === 0 ? -1 : this.length < MINIMUM_LENGTH ? Math.min(this.score ?? 0, 1) : (this.score ?? -1);
    return html`<div class="verdict ${strong ? "strong" : this.score === undefined ? "" : "weak"}">
      <div class="scale" aria-hidden="true">
        ${[1, 2, 3, 4].map((step) => html`<span class=${shown >= step || (step === 1 && shown === 0) ? "on" : ""}></span>`)}
      </div>
      <p role="status" aria-label=${words.strength}>${this.length === 0 ? nothing : [icon(strong ? "check" : "info"), html`<span>${this.sentence()}</span>`]}</p>
    </div>`;
  }

  private sentence(): string {
    if (this.length < MINIMUM_LENGTH) return words.tooShort(MINIMUM_LENGTH - this.length);
    if (this.score === undefined) return words.judging;
    if (this.score < MINIMUM_SCORE) return this.score === 2 ? words.fair : words.weak;
    return this.score === 4 ? words.veryStrong : words.strong;
  }

  private strong(): boolean {
    return this.length >= MINIMUM_LENGTH && this.score !== undefined && this.score >= MINIMUM_SCORE;
  }

  private typed(): void {
    this.error = "";
    void this.weigh();
  }

  private async weigh(): Promise<void> {
    const passphrase = this.first.value;
    this.length = Array.from(passphrase).length;
    if (passphrase === "") {
      this.score = undefined;
      return;
    }
    const score = await judge(passphrase, this.known);
    if (this.isConnected && this.first.value === passphrase) this.score = score;
  }

  private submitted(event: Event): void {
    event.preventDefault();
    void this.submit();
  }

  private readonly submit = async (): Promise<void> => {
    await this.weigh();
    const passphrase = this.first.value;
    if (!this.strong()) {
      this.error = passphrase === "" ? words.missing : this.sentence();
      this.first.focus();
    } else if (this.again.value !== passphrase) {
      this.repeatError = words.differs;
      this.again.focus();
    } else {
      emit(this, "chosen", passphrase);
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-choose-passphrase": ChoosePassphrase;
  }
}
