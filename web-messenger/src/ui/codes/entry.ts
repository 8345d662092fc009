/** Asks for a code that another screen shows: typed, pasted or scanned. What was typed stays until the element goes. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { emit } from "../view.js";
import { groupsOfFive, typedCode } from "./digits.js";
import "./scanner.js";

/** Emits `code` with the digits, once there are as many as asked for; `back` where the person gives up. */
@customElement("mf-code-entry")
export class CodeEntry extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
      }

      form {
        display: grid;
        gap: var(--mf-3);
      }

      textarea.input {
        display: block;
        resize: none;
        font: 500 var(--mf-size-16) / 1.5rem var(--mf-font-mono);
      }

      .actions {
        display: grid;
        gap: var(--mf-2);
      }
    `,
  ];

  @property({ type: Number }) length = 0;
  @property() label = "";
  @property() hint = "";
  @property() action = "";
  /** What was wrong with the code that was given. */
  @property() error = "";
  @property({ type: Boolean }) busy = false;
  /** Whether there is anything to go back to. */
  @property({ type: Boolean }) closable = false;
  @state() private scanning = false;
  @state() private mistake = "";
  @query("textarea") private readonly field!: HTMLTextAreaElement;

  override render(): TemplateResult {
    const error = this.mistake === "" ? this.error : this.mistake;
    return html`<form @submit=${this.submitted} novalidate>
      ${this.scanning ? html`<mf-code-scanner length=${this.length} @scanned=${this.scanned}></mf-code-scanner>` : nothing}
      <div class="field">
        <label for="code">${this.label}</label>
        <textarea
          id="code"
          class="input"
          rows=${Math.ceil(this.length / 20)}
          inputmode="numeric"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="hint error"
          aria-invalid=${error === "" ? "false" : "true"}
          @input=${this.typed}
          @keydown=${this.keyed}
        ></textarea>
        <p class="hint" id="hint">${this.hint}</p>
        <p class="error" id="error" role="alert" ?hidden=${error === ""}>${icon("warning")}<span>${error}</span></p>
      </div>
      <div class="actions">
        <button class="button primary" aria-disabled=${this.busy ? "true" : "false"}>${this.action}</button>
        <button type="button" class="button" aria-pressed=${this.scanning ? "true" : "false"} @click=${this.toggleCamera}>
          ${icon("scan")}${this.scanning ? text.codes.stopCamera : text.codes.scan}
        </button>
        ${this.closable ? html`<button type="button" class="button plain" @click=${() => emit(this, "back")}>${text.codes.back}</button>` : nothing}
      </div>
    </form>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.field.focus());
  }

  private typed(): void {
    this.mistake = "";
    emit(this, "typed");
  }

  /** Enter gives the code: its groups are parted by spaces, not by lines. */
  private keyed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    this.give();
  }

  private submitted(event: Event): void {
    event.preventDefault();
    this.give();
  }

  private scanned(event: CustomEvent<string>): void {
    this.scanning = false;
    this.field.value = groupsOfFive(event.detail).join(" ");
    this.give();
  }

  private toggleCamera(): void {
    this.scanning = !this.scanning;
  }

  private give(): void {
    if (this.busy) return;
    const code = typedCode(this.field.value, this.length);
    if (code.kind === "whole") {
      this.mistake = "";
      emit(this, "code", code.digits);
      return;
    }
    const sentences = { empty: text.codes.empty, "not-digits": text.codes.notDigits };
    this.mistake = code.kind === "other-length" ? text.codes.otherLength(this.length, code.count) : sentences[code.kind];
    this.field.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-code-entry": CodeEntry;
  }
}
