/** Another passphrase, for the account and for this device. */

import { html, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import type { Person } from "../../client/api.js";
import "../gate/choose-passphrase.js";
import "../gate/passphrase-field.js";
import type { PassphraseField } from "../gate/passphrase-field.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { emit, View } from "../view.js";
import { refusalSentence } from "./confirm.js";
import { pageStyle } from "./page-style.js";
import type { Page } from "./page.js";

const words = text.settings.passphrase;

/** Emits `go` with the overview once it is done, `back` where the person thinks better of it. */
@customElement("mf-change-passphrase")
export class ChangePassphrase extends View {
  static override styles = [base, controls, pageStyle];

  @property({ attribute: false }) self!: Person;
  @property() networkName = "";
  @state() private busy = false;
  @state() private missing = "";
  @state() private error = "";
  @query("#current") private readonly current!: PassphraseField;

  override render(): TemplateResult {
    return html`<p class="small quiet">${words.others}</p>
      <mf-passphrase-field id="current" label=${words.current} error=${this.missing} @typed=${() => (this.missing = "")}></mf-passphrase-field>
      <p class="error" role="alert" ?hidden=${this.error === ""}>${icon("warning")}<span>${this.error}</span></p>
      <mf-choose-passphrase
        label=${words.next}
        action=${this.busy ? text.settings.working : words.action}
        .known=${[this.self.name, this.networkName, text.product]}
        @chosen=${(event: CustomEvent<string>) => this.change(event.detail)}
      ></mf-choose-passphrase>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.current.focus());
  }

  private async change(next: string): Promise<void> {
    if (this.busy) return;
    this.error = "";
    const current = this.current.value;
    this.missing = current === "" ? text.enrolment.passphrase.missing : "";
    if (this.missing !== "") {
      this.current.focus();
      return;
    }
    this.busy = true;
    try {
      await this.messenger.changePassphrase(current, next);
      const page: Page = { kind: "overview", said: words.changed };
      emit(this, "go", page);
    } catch (failure) {
      this.error = refusalSentence(failure);
      this.current.focus();
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-change-passphrase": ChangePassphrase;
  }
}
