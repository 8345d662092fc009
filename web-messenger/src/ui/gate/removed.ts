/** The server knows this device no more: what that means, and the way to begin anew. */

import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { gateStyle } from "../styles/gate.js";
import { text } from "../text/catalogue.js";
import { View } from "../view.js";
import { Erasing } from "./erasing.js";

const words = text.removed;

@customElement("mf-removed")
export class RemovedScreen extends View {
  static override styles = [base, controls, gateStyle];

  private readonly erasing = new Erasing(this);

  override render(): TemplateResult {
    return html`<main>
      <span class="symbol amber">${icon("device")}</span>
      <div class="intro">
        <h1>${words.title}</h1>
        <p>${words.body}</p>
        <p>${words.help}</p>
      </div>
      ${this.erasing.failure()}
      <div class="actions">
        <button class="button primary" @click=${() => window.location.reload()}>${words.again}</button>
        <button class="button erase" @click=${this.erasing.erase}>${icon("trash")}${words.action}</button>
      </div>
    </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-removed": RemovedScreen;
  }
}
