/** A further device before it is let in: its code, for the person's other device. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";

import type { Stage } from "../../client/api.js";
import { groupsOfFive } from "../codes/digits.js";
import "../codes/picture.js";
import { mark } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { gateStyle } from "../styles/gate.js";
import { text } from "../text/catalogue.js";
import { fullTime } from "../text/times.js";
import { View } from "../view.js";
import { Erasing } from "./erasing.js";

const words = text.waiting;

@customElement("mf-waiting")
export class WaitingScreen extends View {
  static override styles = [
    base,
    controls,
    gateStyle,
    css`
      .digits {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--mf-2) var(--mf-3);
        padding: var(--mf-4) var(--mf-2);
        border-radius: var(--mf-radius);
        background: var(--mf-ground);
        font: 500 var(--mf-size-20) / 1.75rem var(--mf-font-mono);
        font-variant-numeric: tabular-nums;
      }

      @media (max-width: 30rem) {
        .digits {
          gap: var(--mf-2);
          font-size: var(--mf-size-16);
        }
      }
    `,
  ];

  @property({ attribute: false }) waiting!: Extract<Stage, { readonly kind: "waiting-for-approval" }>;
  private readonly erasing = new Erasing(this);
  @query("h1") private readonly heading!: HTMLElement;

  protected override firstUpdated(): void {
    this.heading.focus();
  }

  override render(): TemplateResult {
    const { code, expires, networkName, userName } = this.waiting;
    return html`<main>
      <div class="brand">${mark()}<span>${text.product}</span></div>
      <div class="intro">
        <h1 tabindex="-1">${words.title}</h1>
        <p>${words.body(userName, networkName)}</p>
      </div>
      <mf-code-picture digits=${code} label=${words.picture}></mf-code-picture>
      <div class="digits" role="group" aria-label=${words.code}>${groupsOfFive(code).map((group) => html`<span>${group}</span>`)}</div>
      <div class="intro">
        <p role="status">${words.goesOn}</p>
        <p class="hint">${words.expires(fullTime(expires))} ${words.past}</p>
        <p class="hint">${words.noOther}</p>
      </div>
      ${this.erasing.failure()}
      <div class="actions">
        <button class="button" @click=${this.erasing.erase}>${words.stop}</button>
      </div>
    </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-waiting": WaitingScreen;
  }
}
