/** Signing in on a further device: names and passphrase, or the printed key and a new passphrase. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import { icon, mark } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { gateStyle } from "../styles/gate.js";
import { runningStyle } from "../styles/running.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { emit, View } from "../view.js";
import "./choose-passphrase.js";
import { usualDeviceName } from "./device-name.js";
import { canonicalCode } from "./invitation-code.js";
import "./passphrase-field.js";
import type { PassphraseField } from "./passphrase-field.js";

const words = text.signIn;

const RECOVERY_KEY_LENGTH = 32;

type Field = "network" | "user" | "key" | "device";
type Way = "passphrase" | "recovery-key";

/** Emits `invitation` where the person has one instead. What was typed stays through every refusal. */
@customElement("mf-sign-in")
export class SignInScreen extends View {
  static override styles = [
    base,
    controls,
    gateStyle,
    runningStyle,
    css`
      .key {
        font-family: var(--mf-font-mono);
        text-transform: uppercase;
      }
    `,
  ];

  @state() private way: Way = "passphrase";
  @state() private step: "asking" | "choosing" | "making" = "asking";
  @state() private busy = false;
  @state() private error = "";
  @state() private missing: Field | "passphrase" | undefined;
  @state() private keyError = "";
  @query("mf-passphrase-field") private readonly passphrase!: PassphraseField | null;
  @query("h1") private readonly heading!: HTMLElement;

  private readonly typed: Record<Field, string> = {
    network: "",
    user: "",
    key: "",
    device: usualDeviceName(navigator.userAgent),
  };

  protected override firstUpdated(): void {
    if (window.matchMedia("(pointer: fine)").matches) this.renderRoot.querySelector("input")?.focus();
    else this.heading.focus();
  }

  override render(): TemplateResult {
    const content = { asking: () => this.ask(), choosing: () => this.choose(), making: () => making() }[this.step];
    return html`<main>
      <div class="brand">${mark()}<span>${text.product}</span></div>
      ${content()}
    </main>`;
  }

  private ask(): TemplateResult {
    const withKey = this.way === "recovery-key";
    return html`<div class="intro">
        <h1 tabindex="-1">${words.title}</h1>
        <p>${words.body}</p>
        <p class="quiet">${words.past}</p>
      </div>
      ${this.trouble()}
      <form @submit=${this.submitted} @entered=${this.submit} novalidate>
        ${this.field("network", words.network, words.networkHint, "organization")} ${this.field("user", words.user, "", "username")}
        ${
          withKey
            ? this.field("key", words.recoveryKey, words.recoveryKeyHint, "off", this.keyError)
            : html`<mf-passphrase-field
              label=${words.passphrase}
              error=${this.missing === "passphrase" ? text.enrolment.passphrase.missing : ""}
              ?disabled=${this.busy}
              @typed=${() => (this.missing = undefined)}
            ></mf-passphrase-field>`
        }
        ${this.field("device", words.device, words.deviceHint, "off")}
        <div class="actions">
          <button class="button primary" aria-disabled=${this.busy ? "true" : "false"}>
            ${this.busy ? words.busy.title : withKey ? words.next : words.action}
          </button>
          <p class="hint" role="status" ?hidden=${!this.busy}>${words.busy.body}</p>
          <button type="button" class="button way" @click=${this.changeWay}>${withKey ? words.withPassphrase : words.withKey}</button>
          <button type="button" class="button plain" @click=${() => emit(this, "invitation")}>${words.withInvitation}</button>
        </div>
      </form>`;
  }

  private field(name: Field, label: string, hint: string, autofill: AutoFill, mistake = ""): TemplateResult {
    const error = this.missing === name ? words.missing : mistake;
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        class="input ${name}"
        autocomplete=${autofill}
        autocapitalize="off"
        spellcheck="false"
        aria-describedby="${name}-hint ${name}-error"
        aria-invalid=${error === "" ? "false" : "true"}
        .value=${this.typed[name]}
        @input=${(event: InputEvent) => this.write(name, (event.target as HTMLInputElement).value)}
      />
      <p class="hint" id="${name}-hint" ?hidden=${hint === ""}>${hint}</p>
      <p class="error" id="${name}-error" role="alert" ?hidden=${error === ""}>${icon("warning")}<span>${error}</span></p>
    </div>`;
  }

  private choose(): TemplateResult {
    return html`<div class="intro">
        <h1 tabindex="-1">${words.choose.title}</h1>
        <p class="quiet">${words.choose.body}</p>
      </div>
      ${this.trouble()}
      <mf-choose-passphrase
        action=${words.choose.action}
        .known=${[this.typed.user, this.typed.network, text.product]}
        @chosen=${(event: CustomEvent<string>) => this.signIn(event.detail)}
        @back=${() => this.go("asking")}
      ></mf-choose-passphrase>`;
  }

  private trouble(): TemplateResult | typeof nothing {
    return this.error === ""
      ? nothing
      : html`<p class="error" role="alert">${icon("warning")}<span>${this.error}</span></p>`;
  }

  private write(field: Field, value: string): void {
    this.typed[field] = value;
    if (this.missing === field) this.missing = undefined;
    if (field === "key") this.keyError = "";
  }

  private changeWay(): void {
    this.way = this.way === "passphrase" ? "recovery-key" : "passphrase";
    this.error = "";
    this.missing = undefined;
    void this.updateComplete.then(() => (this.way === "passphrase" ? this.passphrase : this.input("key"))?.focus());
  }

  private submitted(event: Event): void {
    event.preventDefault();
    this.submit();
  }

  private readonly submit = (): void => {
    if (this.busy) return;
    this.error = "";
    const withKey = this.way === "recovery-key";
    const passphrase = this.passphrase?.value ?? "";
    const wanted = (["network", "user", ...(withKey ? (["key"] as const) : [])] as const).find(
      (name) => this.typed[name].trim() === "",
    );
    this.missing = wanted ?? (withKey || passphrase !== "" ? undefined : "passphrase");
    if (this.missing !== undefined) {
      (this.missing === "passphrase" ? this.passphrase : this.input(this.missing))?.focus();
      return;
    }
    if (!withKey) {
      void this.signIn(passphrase);
      return;
    }
    const { length } = canonicalCode(this.typed.key);
    this.keyError = length === RECOVERY_KEY_LENGTH ? "" : words.recoveryKeyLength(length);
    if (this.keyError === "") this.go("choosing");
    else this.input("key")?.focus();
  };

  private async signIn(passphrase: string): Promise<void> {
    if (this.way === "recovery-key") this.go("making");
    this.busy = true;
    this.error = "";
    const names = { networkName: this.typed.network, userName: this.typed.user };
    const device = this.typed.device.trim() === "" ? undefined : this.typed.device.trim();
    try {
      await (this.way === "passphrase"
        ? this.messenger.signIn(names, passphrase, device)
        : this.messenger.signInWithRecoveryKey(names, canonicalCode(this.typed.key), passphrase, device));
    } catch (failure) {
      if (this.step !== "asking") this.go("asking");
      this.error = failureSentence(failure);
    } finally {
      this.busy = false;
    }
  }

  private go(step: typeof this.step): void {
    this.error = "";
    this.step = step;
    void this.updateComplete.then(() => {
      (this.renderRoot.querySelector("mf-choose-passphrase") ?? this.heading).focus();
    });
  }

  private input(name: Field): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
  }
}

function making(): TemplateResult {
  return html`<div class="intro">
      <h1 tabindex="-1">${words.busy.title}</h1>
      <p role="status">${words.busy.body}</p>
    </div>
    <div class="running" role="progressbar" aria-label=${words.busy.title}><span></span></div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-sign-in": SignInScreen;
  }
}
