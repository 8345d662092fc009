/** What can be set and seen of the person's own: locking, devices, passphrase, recovery, the account. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import type { Person } from "../../client/api.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { emit, View } from "../view.js";
import "./own-devices.js";
import { pageStyle } from "./page-style.js";
import type { Page } from "./page.js";

const words = text.settings;

const LOCK_CHOICES = [1, 5, 15, 60];

/** Emits `go` with a page, and `lock`. */
@customElement("mf-settings-overview")
export class SettingsOverview extends View {
  static override styles = [
    base,
    controls,
    pageStyle,
    css`
      section + section {
        padding-top: var(--mf-5);
        border-top: 1px solid var(--mf-line);
      }

      legend {
        padding: 0;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mf-2);
        margin-top: var(--mf-2);
      }

      .choices label {
        display: inline-flex;
        align-items: center;
        gap: var(--mf-2);
        min-height: 2.5rem;
        padding: 0 var(--mf-3);
        border: 1px solid var(--mf-edge);
        border-radius: var(--mf-radius);
        cursor: pointer;
      }

      .choices label:has(:checked) {
        border-color: var(--mf-accent);
        background: var(--mf-accent-tint);
      }

      .choices label:has(:focus-visible) {
        outline: 2px solid var(--mf-focus);
        outline-offset: 2px;
      }

      .choices input {
        accent-color: var(--mf-accent);
      }
    `,
  ];

  @property({ attribute: false }) self!: Person;
  @property() networkName = "";
  /** What was just done, as a sentence. */
  @property() said = "";
  @state() private error = "";

  override render(): TemplateResult {
    return html`${this.said === "" ? nothing : html`<p class="said" role="status">${icon("check")}<span>${this.said}</span></p>`}
      <section aria-labelledby="you">
        <h3 id="you">${words.you}</h3>
        <p>${words.youAre(this.self.name, this.networkName)}</p>
      </section>
      ${this.locking()}
      <section aria-labelledby="devices">
        <h3 id="devices">${text.devices.heading}</h3>
        <mf-own-devices .messenger=${this.messenger}></mf-own-devices>
      </section>
      ${this.passphrase()}
      <section aria-labelledby="delete">
        <h3 id="delete">${words.deletion.heading}</h3>
        <p class="small quiet">${words.deletion.body}</p>
        <div class="actions">${this.leadsTo("delete", words.deletion.start)}</div>
      </section>`;
  }

  private locking(): TemplateResult {
    const chosen = this.messenger.lockAfterMinutes;
    return html`<section aria-labelledby="locking">
      <h3 id="locking">${words.locking.heading}</h3>
      <p class="small quiet">${words.locking.body}</p>
      <fieldset>
        <legend>${words.locking.after}</legend>
        <div class="choices">
          ${LOCK_CHOICES.map(
            (minutes) =>
              html`<label><input type="radio" name="lock-after" .value=${String(minutes)} .checked=${minutes === chosen} @change=${() => this.choose(minutes)} />${minutes === 60 ? words.locking.hour : words.locking.minutes(minutes)}</label>`,
          )}
        </div>
      </fieldset>
      <p class="error" role="alert" ?hidden=${this.error === ""}>${icon("warning")}<span>${this.error}</span></p>
      <div class="actions"><button class="button" title=${text.shell.lockHint} @click=${() => emit(this, "lock")}>${icon("lock")}${words.locking.now}</button></div>
    </section>`;
  }

  private passphrase(): TemplateResult {
    const { recoveryKeyAllowed } = this.messenger.policy;
    const has = this.messenger.hasRecoveryKey;
    return html`<section aria-labelledby="passphrase">
      <h3 id="passphrase">${words.passphrase.heading}</h3>
      <p class="small quiet">${words.passphrase.body}</p>
      ${this.recoveryKey()}
      <div class="actions">
        ${this.leadsTo("passphrase", words.passphrase.change)}
        ${recoveryKeyAllowed ? this.leadsTo("recovery-key", has === true ? words.recovery.makeNew : words.recovery.make) : nothing}
        ${has === true ? this.leadsTo("remove-recovery-key", words.recovery.remove) : nothing}
      </div>
    </section>`;
  }

  private recoveryKey(): readonly TemplateResult[] {
    const { policy, hasRecoveryKey: has } = this.messenger;
    const kept = has === true;
    const sentences = policy.recoveryKeyAllowed
      ? [kept ? words.recovery.has : words.recovery.hasNot]
      : [words.recovery.notAllowed, ...(kept ? [words.recovery.hasUnusable] : [])];
    // Of what this device has not been told it says nothing.
    const silent = policy.recoveryKeyAllowed && has === undefined;
    return silent ? [] : sentences.map((sentence) => html`<p class="small quiet">${sentence}</p>`);
  }

  private leadsTo(kind: "passphrase" | "recovery-key" | "remove-recovery-key" | "delete", label: string): TemplateResult {
    const page: Page = { kind };
    return html`<button class="button to-${kind}" @click=${() => emit(this, "go", page)}>${label}</button>`;
  }

  private async choose(minutes: number): Promise<void> {
    this.error = "";
    try {
      await this.messenger.setLockAfterMinutes(minutes);
    } catch (failure) {
      this.error = failureSentence(failure);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-settings-overview": SettingsOverview;
  }
}
