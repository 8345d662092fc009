/** The end of the account: what goes, what stays, and the name typed out before anything happens. */

import { html, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";

import type { Person } from "../../client/api.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { View } from "../view.js";
import "./confirm.js";
import { pageStyle } from "./page-style.js";

const words = text.settings.deletion;

@customElement("mf-delete-account")
export class DeleteAccount extends View {
  static override styles = [base, controls, pageStyle];

  @property({ attribute: false }) self!: Person;
  @query("#typed") private readonly typed!: HTMLInputElement;

  override render(): TemplateResult {
    return html`<mf-confirm danger action=${words.action} .act=${this.end} .hindrance=${this.hindrance}>
      <p>${words.body}</p>
      <p><strong>${words.cannot}</strong></p>
      <div class="field">
        <label for="typed">${words.type(this.self.name)}</label>
        <input id="typed" class="input" autocomplete="off" autocapitalize="off" spellcheck="false" dir="auto" />
      </div>
    </mf-confirm>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.typed.focus());
  }

  private readonly hindrance = (): string => {
    const plain = (name: string): string => name.normalize("NFKC").trim();
    if (plain(this.typed.value) === plain(this.self.name)) return "";
    this.typed.focus();
    return words.differs;
  };

  private readonly end = (passphrase: string): Promise<void> => this.messenger.deleteAccount(passphrase);
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-delete-account": DeleteAccount;
  }
}
