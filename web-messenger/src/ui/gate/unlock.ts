/** The lock: one field. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon, mark } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { gateStyle } from "../styles/gate.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { View } from "../view.js";
import { Erasing } from "./erasing.js";
import "./passphrase-field.js";
import type { PassphraseField } from "./passphrase-field.js";

@customElement("mf-unlock")
export class UnlockScreen extends View {
  static override styles = [base, controls, gateStyle];

  /** An invitation was opened on a device that already has an account. */
  @property({ type: Boolean }) invited = false;
  @state() private error = "";
  @state() private busy = false;
  /** The person can't unlock it. */
  @state() private forgotten = false;
  private readonly erasing = new Erasing(this);
  @query("mf-passphrase-field") private readonly field!: PassphraseField;

  override render(): TemplateResult {
    return html`<main>
      <div class="brand">${mark()}<span>${text.product}</span></div>
      ${this.forgotten ? this.beginAnew() : this.ask()}
    </main>`;
  }

  private ask(): TemplateResult {
    const { title, body } = text.shell.notErased;
    return html`<div class="intro">
        <h1>${text.locked.title}</h1>
        <p class="quiet">${text.locked.body}</p>
        ${this.messenger.erasingFails ? html`<p class="error" role="alert">${icon("warning")}<span>${title} ${body}</span></p>` : nothing}
        ${this.invited ? html`<p role="status">${text.locked.invited}</p>` : nothing}
      </div>
      <form @submit=${this.submit} @entered=${this.unlock}>
        <mf-passphrase-field
          label=${text.locked.label}
          error=${this.error}
          ?disabled=${this.busy}
          @typed=${() => (this.error = "")}
        ></mf-passphrase-field>
        <div class="actions">
          <button class="button primary" aria-disabled=${this.busy ? "true" : "false"}>
            ${this.busy ? text.locked.unlocking : text.locked.action}
          </button>
          <span class="sr" role="status">${this.busy ? text.locked.unlocking : nothing}</span>
          <button type="button" class="button plain forgotten" ?hidden=${this.busy} @click=${() => this.look(true)}>${text.locked.forgotten}</button>
        </div>
      </form>`;
  }

  private beginAnew(): TemplateResult {
    const words = text.forgotten;
    return html`<div class="intro">
        <h1 tabindex="-1">${words.title}</h1>
        <p>${words.body}</p>
        <ul>
          ${words.ways.map((way) => html`<li>${way}</li>`)}
        </ul>
        <p>${words.lost}</p>
      </div>
      ${this.erasing.failure()}
      <div class="actions">
        <button class="button" @click=${() => this.look(false)}>${words.back}</button>
        <button class="button danger erase" @click=${this.erasing.erase}>${icon("trash")}${words.action}</button>
      </div>`;
  }

  private look(forgotten: boolean): void {
    this.error = "";
    this.forgotten = forgotten;
    void this.updateComplete.then(() => (forgotten ? this.renderRoot.querySelector("h1") : this.field)?.focus());
  }

  protected override firstUpdated(): void {
    void this.field.updateComplete.then(() => this.field.focus());
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.unlock();
  }

  private readonly unlock = async (): Promise<void> => {
    if (this.busy) return;
    const passphrase = this.field.value;
    if (passphrase === "") {
      this.error = text.enrolment.passphrase.missing;
      this.field.focus();
      return;
    }
    this.busy = true;
    this.error = "";
    try {
      await this.messenger.unlock(passphrase);
      this.field.clear();
    } catch (failure) {
      this.error = failureSentence(failure);
    } finally {
      this.busy = false;
    }
    if (this.error === "") return;
    await this.updateComplete;
    await this.field.updateComplete;
    this.field.focus();
    this.field.select();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-unlock": UnlockScreen;
  }
}
