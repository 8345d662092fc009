/** The server knows this device no more: what that means, and the way to begin anew. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { gateStyle } from "../styles/gate.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { View } from "../view.js";

const words = text.removed;

@customElement("mf-removed")
export class RemovedScreen extends View {
  static override styles = [base, controls, gateStyle];

  @state() private error = "";

  override render(): TemplateResult {
    return html`<main>
      <span class="symbol amber">${icon("device")}</span>
      <div class="intro">
        <h1>${words.title}</h1>
        <p>${words.body}</p>
        <p>${words.help}</p>
      </div>
      ${this.error === "" ? nothing : html`<p class="error" role="alert">${icon("warning")}<span>${this.error}</span></p>`}
      <div class="actions">
        <button class="button primary" @click=${() => window.location.reload()}>${words.again}</button>
        <button class="button erase" @click=${this.erase}>${icon("trash")}${words.action}</button>
      </div>
    </main>`;
  }

  private async erase(): Promise<void> {
    this.error = "";
    try {
      await this.messenger.forget();
    } catch (failure) {
      this.error = failureSentence(failure);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-removed": RemovedScreen;
  }
}
