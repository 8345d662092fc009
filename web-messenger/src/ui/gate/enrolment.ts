/** Joining: the code, what it is for and what the organisation has set, a passphrase, and the wait while keys are made. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import type { Invitation } from "../../client/api.js";
import { icon, mark } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { runningStyle } from "../styles/running.js";
import { gateStyle } from "../styles/gate.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { burnSentences, expirySentences } from "../text/policy.js";
import { fullTime } from "../text/times.js";
import { emit, View } from "../view.js";
import "./choose-passphrase.js";
import { usualDeviceName } from "./device-name.js";
import { canonicalCode, CODE_LENGTH } from "./invitation-code.js";

type Step =
  | { readonly kind: "code" }
  | { readonly kind: "opening" }
  | { readonly kind: "invited" | "passphrase" | "making"; readonly invitation: Invitation };

/** Emits `sign-in` where the person has an account already. */
@customElement("mf-enrolment")
export class EnrolmentScreen extends View {
  static override styles = [
    base,
    controls,
    gateStyle,
    runningStyle,
    css`
      .code {
        font-family: var(--mf-font-mono);
        letter-spacing: 0.04em;
        text-transform: uppercase;
      }

      .code::placeholder {
        text-transform: none;
      }

      .rules {
        display: grid;
        gap: var(--mf-3);
        padding: var(--mf-4);
        border-radius: var(--mf-radius);
        background: var(--mf-ground);
      }

      .rules li {
        display: flex;
        gap: var(--mf-3);
        font-size: var(--mf-size-14);
      }

      .rules ul {
        display: grid;
        gap: var(--mf-2);
      }

      .rules .icon {
        color: var(--mf-accent);
      }
    `,
  ];

  /** The code that stood in the address bar's fragment. */
  @property() code = "";
  @state() private step: Step = { kind: "code" };
  @state() private error = "";
  @query("#code") private readonly codeField!: HTMLInputElement | null;
  @query("h1") private readonly heading!: HTMLElement | null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("code") && this.code !== "") void this.open(this.code);
  }

  protected override firstUpdated(): void {
    // With a touch keyboard it would cover what this page has to say.
    if (this.step.kind === "code" && window.matchMedia("(pointer: fine)").matches) this.codeField?.focus();
  }

  override render(): TemplateResult {
    return html`<main>
      <div class="brand">${mark()}<span>${text.product}</span></div>
      ${this.content()}
    </main>`;
  }

  private content(): TemplateResult {
    switch (this.step.kind) {
      case "code":
      case "opening":
        return this.askForCode(this.step.kind === "opening");
      case "invited":
        return this.showInvitation(this.step.invitation);
      case "passphrase":
        return this.askForPassphrase(this.step.invitation);
      case "making":
        return html`<div class="intro">
            <h1 tabindex="-1">${text.enrolment.making.title}</h1>
            <p role="status">${text.enrolment.making.body}</p>
          </div>
          <div class="running" role="progressbar" aria-label=${text.enrolment.making.title}><span></span></div>`;
    }
  }

  private askForCode(busy: boolean): TemplateResult {
    return html`<div class="intro">
        <h1 tabindex="-1">${text.enrolment.title}</h1>
        <p>${text.enrolment.body}</p>
        <p class="quiet">${text.enrolment.how}</p>
      </div>
      <form @submit=${this.submitCode} novalidate>
        <div class="field">
          <label for="code">${text.enrolment.code}</label>
          <input
            id="code"
            class="input code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            aria-describedby="code-hint code-error"
            aria-invalid=${this.error === "" ? "false" : "true"}
            .value=${this.code}
            ?readonly=${busy}
            @input=${() => (this.error = "")}
          />
          <p class="hint" id="code-hint">${text.enrolment.codeHint}</p>
          <p class="error" id="code-error" role="alert" ?hidden=${this.error === ""}>${icon("warning")}<span>${this.error}</span></p>
        </div>
        <div class="actions">
          <button class="button primary" aria-disabled=${busy ? "true" : "false"}>
            ${busy ? text.enrolment.opening : text.enrolment.open}
          </button>
          <button type="button" class="button plain already" @click=${() => emit(this, "sign-in")}>${text.enrolment.already}</button>
        </div>
      </form>`;
  }

  private showInvitation(invitation: Invitation): TemplateResult {
    return html`<div class="intro">
        <h1 tabindex="-1">${text.enrolment.invited(invitation.networkName)}</h1>
        <p>${text.enrolment.as(invitation.userName)}</p>
        <p class="hint">${text.enrolment.expires(fullTime(invitation.expires))}</p>
      </div>
      <section class="rules" aria-labelledby="rules">
        <h2 id="rules">${text.enrolment.rules}</h2>
        <ul>
          ${expirySentences(invitation.policy).map((sentence) => html`<li>${icon("clock")}<span>${sentence}</span></li>`)}
          ${burnSentences(invitation.policy).map((sentence) => html`<li>${icon("flame")}<span>${sentence}</span></li>`)}
          <li>${icon("info")}<span>${text.enrolment.device}</span></li>
        </ul>
      </section>
      <div class="actions">
        <button class="button primary" @click=${() => this.go({ kind: "passphrase", invitation })}>${text.enrolment.next}</button>
        <button class="button plain" @click=${() => this.go({ kind: "code" })}>${text.enrolment.other}</button>
      </div>`;
  }

  private askForPassphrase(invitation: Invitation): TemplateResult {
    return html`<div class="intro">
        <h1 tabindex="-1">${text.enrolment.passphrase.title}</h1>
        <p class="quiet">${text.enrolment.passphrase.body} ${
          invitation.policy.recoveryKeyAllowed ? text.enrolment.passphrase.recoveryKey : text.enrolment.passphrase.noRecoveryKey
        }</p>
      </div>
      ${this.error === "" ? nothing : html`<p class="error" role="alert">${icon("warning")}<span>${this.error}</span></p>`}
      <mf-choose-passphrase
        .known=${[invitation.userName, invitation.networkName, text.product]}
        @chosen=${(event: CustomEvent<string>) => this.enrol(invitation, event.detail)}
        @back=${() => this.go({ kind: "invited", invitation })}
      ></mf-choose-passphrase>`;
  }

  private submitCode(event: Event): void {
    event.preventDefault();
    if (this.step.kind === "opening") return;
    const code = canonicalCode(this.codeField?.value ?? "");
    if (code.length === CODE_LENGTH) {
      void this.open(code);
    } else {
      this.error = code === "" ? text.enrolment.codeEmpty : text.enrolment.codeIncomplete(code.length);
      this.codeField?.focus();
    }
  }

  private async open(code: string): Promise<void> {
    this.code = code;
    this.error = "";
    this.step = { kind: "opening" };
    try {
      this.go({ kind: "invited", invitation: await this.messenger.openInvitation(code) });
    } catch (failure) {
      this.step = { kind: "code" };
      this.error = failureSentence(failure);
    }
  }

  private async enrol(invitation: Invitation, passphrase: string): Promise<void> {
    this.go({ kind: "making", invitation });
    try {
      await this.messenger.enrol(this.code, passphrase, usualDeviceName(navigator.userAgent));
    } catch (failure) {
      this.go({ kind: "passphrase", invitation });
      this.error = failureSentence(failure);
    }
  }

  /** To another step, with the focus on what it is about. */
  private go(step: Step): void {
    this.error = "";
    this.step = step;
    void this.updateComplete.then(() => {
      const chooser = this.renderRoot.querySelector("mf-choose-passphrase");
      (chooser ?? (step.kind === "code" ? this.codeField : this.heading))?.focus();
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-enrolment": EnrolmentScreen;
  }
}
