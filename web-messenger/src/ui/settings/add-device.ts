/** How another device comes to the account: what to do there, with the names to type. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import type { Person } from "../../client/api.js";
import { base } from "../styles/base.js";
import { text } from "../text/catalogue.js";
import { View } from "../view.js";
import { pageStyle } from "./page-style.js";

const words = text.devices.adding;

@customElement("mf-add-device")
export class AddDevice extends View {
  static override styles = [
    base,
    pageStyle,
    css`
      ol {
        display: grid;
        gap: var(--mf-4);
        padding-inline-start: var(--mf-5);
        list-style: decimal;
      }

      li::marker {
        font-weight: 600;
      }

      .address,
      dl {
        margin-top: var(--mf-2);
        padding: var(--mf-3) var(--mf-4);
        border-radius: var(--mf-radius);
        background: var(--mf-ground);
        overflow-wrap: anywhere;
        user-select: all;
      }

      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--mf-1) var(--mf-4);
        user-select: auto;
      }

      dt {
        color: var(--mf-quiet);
      }

      dd {
        font-weight: 600;
        user-select: all;
      }
    `,
  ];

  @property({ attribute: false }) self!: Person;
  @property() networkName = "";

  override render(): TemplateResult {
    return html`<ol>
        <li>
          <p>${words.open}</p>
          <p class="address">${window.location.origin}</p>
        </li>
        <li>
          <p>${words.signIn}</p>
          <dl>
            <dt>${words.network}</dt>
            <dd dir="auto">${this.networkName}</dd>
            <dt>${words.name}</dt>
            <dd dir="auto">${this.self.name}</dd>
          </dl>
        </li>
        <li><p>${this.messenger.policy.deviceApproval ? words.approve : words.noApproval}</p></li>
      </ol>
      <p class="quiet">${words.past}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-add-device": AddDevice;
  }
}
