/** A field for a passphrase, with a button that shows what was typed. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { emit } from "../view.js";

/** Emits `typed` with the value after every change. Keeps nothing once it is removed. */
@customElement("mf-passphrase-field")
export class PassphraseField extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
      }

      .box {
        position: relative;
      }

      .input {
        padding-inline-end: 3.25rem;
      }

      .tool {
        position: absolute;
        inset-block-start: 0.125rem;
        inset-inline-end: 0.25rem;
      }
    `,
  ];

  @property() label = "";
  @property() hint = "";
  @property() error = "";
  @property() autofill: "new-password" | "current-password" = "current-password";
  @property({ type: Boolean }) disabled = false;
  @state() private shown = false;
  @query("input") private readonly input!: HTMLInputElement | null;

  override render(): TemplateResult {
    const described = [this.error === "" ? "" : "error", this.hint === "" ? "" : "hint"]
      .filter((id) => id !== "")
      .join(" ");
    return html`<div class="field">
      <label for="passphrase">${this.label}</label>
      <div class="box">
        <input
          id="passphrase"
          class="input"
          type=${this.shown ? "text" : "password"}
          autocomplete=${this.autofill}
          autocapitalize="off"
          autocorrect="off"
          spellcheck="false"
          aria-invalid=${this.error === "" ? "false" : "true"}
          aria-describedby=${described || nothing}
          ?disabled=${this.disabled}
          @input=${this.typed}
          @keydown=${this.enter}
        />
        <button
          type="button"
          class="tool"
          aria-label=${this.shown ? text.enrolment.passphrase.hide : text.enrolment.passphrase.show}
          title=${this.shown ? text.enrolment.passphrase.hide : text.enrolment.passphrase.show}
          aria-pressed=${this.shown ? "true" : "false"}
          @click=${this.toggle}
        >
          ${icon(this.shown ? "eyeOff" : "eye")}
        </button>
      </div>
      ${this.hint === "" ? nothing : html`<p class="hint" id="hint">${this.hint}</p>`}
      <p class="error" id="error" role="alert" ?hidden=${this.error === ""}>${icon("warning")}<span>${this.error}</span></p>
    </div>`;
  }

  /** What stands in the field now; also what a password manager filled in without an event. */
  get value(): string {
    return this.input?.value ?? "";
  }

  override focus(): void {
    this.input?.focus();
  }

  select(): void {
    this.input?.select();
  }

  clear(): void {
    if (this.input !== null) this.input.value = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.clear();
  }

  private typed(): void {
    emit(this, "typed", this.value);
  }

  private enter(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.isComposing) emit(this, "entered");
  }

  private toggle(): void {
    this.shown = !this.shown;
    this.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-passphrase-field": PassphraseField;
  }
}
