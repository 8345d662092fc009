/** Asks for the passphrase of the account, then does what needs it. */

import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { ClientError } from "../../client/api.js";
import "../gate/passphrase-field.js";
import type { PassphraseField } from "../gate/passphrase-field.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { emit } from "../view.js";
import { pageStyle } from "./page-style.js";

/** The sentence for a refusal where only the passphrase was asked for. */
export function refusalSentence(failure: unknown): string {
  const wrong = failure instanceof ClientError && ["wrong-credentials", "wrong-passphrase"].includes(failure.code);
  return wrong ? text.settings.wrongPassphrase : failureSentence(failure);
}

/** Emits `back` where the person thinks better of it. */
@customElement("mf-confirm")
export class Confirm extends LitElement {
  static override styles = [base, controls, pageStyle];

  @property() label: string = text.settings.yourPassphrase;
  @property() action = "";
  @property({ type: Boolean }) danger = false;
  /** What is done with the passphrase. */
  @property({ attribute: false }) act!: (passphrase: string) => Promise<void>;
  /** Why it can't be done yet; empty where it can. Asked first. */
  @property({ attribute: false }) hindrance: () => string = () => "";
  @state() private busy = false;
  @state() private missing = "";
  @state() private error = "";
  @query("mf-passphrase-field") private readonly field!: PassphraseField;

  override render(): TemplateResult {
    return html`<form @submit=${this.submitted} @entered=${this.submit} novalidate>
      <slot></slot>
      <mf-passphrase-field
        label=${this.label}
        error=${this.missing}
        ?disabled=${this.busy}
        @typed=${() => (this.missing = "")}
      ></mf-passphrase-field>
      <p class="error refusal" role="alert" ?hidden=${this.error === ""}>${icon("warning")}<span>${this.error}</span></p>
      <div class="actions">
        <button class="button ${this.danger ? "danger" : "primary"}" aria-disabled=${this.busy ? "true" : "false"}>
          ${this.busy ? text.settings.working : this.action}
        </button>
        <button type="button" class="button" @click=${() => emit(this, "back")}>${text.settings.cancel}</button>
      </div>
      <span class="sr" role="status">${this.busy ? text.settings.working : ""}</span>
    </form>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.field.focus());
  }

  private submitted(event: Event): void {
    event.preventDefault();
    void this.submit();
  }

  private readonly submit = async (): Promise<void> => {
    if (this.busy) return;
    this.error = this.hindrance();
    if (this.error !== "") return;
    const passphrase = this.field.value;
    this.missing = passphrase === "" ? text.enrolment.passphrase.missing : "";
    if (this.missing !== "") {
      this.field.focus();
      return;
    }
    this.busy = true;
    try {
      await this.act(passphrase);
    } catch (failure) {
      this.error = refusalSentence(failure);
    } finally {
      this.busy = false;
    }
    if (this.error === "" || !this.isConnected) return;
    await this.updateComplete;
    await this.field.updateComplete;
    this.field.focus();
    this.field.select();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-confirm": Confirm;
  }
}
