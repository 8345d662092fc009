/** Making a recovery key: shown once, to be printed or written down. It is forgotten when this page is left. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import type { Person } from "../../client/api.js";
import { icon, mark } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { dateOnly } from "../text/times.js";
import { emit, View } from "../view.js";
import "./confirm.js";
import { pageStyle } from "./page-style.js";

const words = text.settings.recovery;

/** Emits `back`. */
@customElement("mf-recovery-key")
export class RecoveryKeyPage extends View {
  static override styles = [
    base,
    controls,
    pageStyle,
    css`
      .sheet {
        display: grid;
        gap: var(--mf-4);
        padding: var(--mf-5);
        border: 1px solid var(--mf-line);
        border-radius: var(--mf-radius);
      }

      .mark {
        display: none;
      }

      .key {
        display: grid;
        grid-template-columns: repeat(4, auto);
        justify-content: start;
        gap: var(--mf-2) var(--mf-5);
        font: 600 var(--mf-size-20) / 1.75rem var(--mf-font-mono);
      }

      h3:focus {
        outline: none;
      }

      @media (max-width: 30rem) {
        .key {
          grid-template-columns: repeat(2, auto);
        }
      }

      @media print {
        .sheet {
          border: 0;
          padding: 0;
        }

        .mark {
          display: block;
        }

        .shown,
        .actions {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) self!: Person;
  @property() networkName = "";
  @state() private key = "";
  @query("h3") private readonly heading!: HTMLElement;

  override render(): TemplateResult {
    return this.key === "" ? this.ask() : this.sheet();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.key = "";
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector("mf-confirm")?.focus());
  }

  private ask(): TemplateResult {
    return html`<mf-confirm action=${words.action} .act=${this.make}>
      <p>${words.body}</p>
      ${this.messenger.hasRecoveryKey === true ? html`<p><strong>${words.replaces}</strong></p>` : nothing}
    </mf-confirm>`;
  }

  private sheet(): TemplateResult {
    return html`<p class="shown" role="status"><strong>${words.shown}</strong></p>
      <div class="sheet">
        ${mark()}
        <h3 tabindex="-1">${words.sheet(this.self.name, this.networkName)}</h3>
        <div class="key" role="group" aria-label=${words.key}>${groupsOfFour(this.key).map((group) => html`<span>${group}</span>`)}</div>
        <p class="small">${words.address(window.location.origin)}</p>
        <p class="hint">${words.made(dateOnly(Date.now()))}</p>
      </div>
      <div class="actions">
        <button class="button primary" @click=${() => window.print()}>${icon("print")}${words.print}</button>
        <button class="button kept" @click=${() => emit(this, "back")}>${words.kept}</button>
      </div>`;
  }

  private readonly make = async (passphrase: string): Promise<void> => {
    this.key = await this.messenger.makeRecoveryKey(passphrase);
    void this.updateComplete.then(() => this.heading.focus());
  };
}

function groupsOfFour(key: string): readonly string[] {
  return key.replace(/[\s-]/gu, "").match(/.{1,4}/gu) ?? [];
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-recovery-key": RecoveryKeyPage;
  }
}
