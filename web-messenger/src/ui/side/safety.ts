/** The safety number: sixty digits that two people compare, and what each answer means. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import type { Conversation } from "../../client/api.js";
import { icon, type IconName } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { View } from "../view.js";
import { groupsOfFive } from "./digits.js";

const words = text.side.safety;

@customElement("mf-safety")
export class SafetyNumberView extends View {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: grid;
        gap: var(--mf-4);
      }

      .standing {
        display: flex;
        align-items: start;
        gap: var(--mf-2);
        font-weight: 600;
      }

      .standing span {
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .standing .icon {
        margin-top: 0.125rem;
        color: var(--mf-quiet);
      }

      .standing.verified .icon {
        color: var(--mf-green);
      }

      .standing.changed .icon {
        color: var(--mf-red);
      }

      .digits {
        display: grid;
        grid-template-columns: repeat(4, auto);
        justify-content: space-evenly;
        gap: var(--mf-2) var(--mf-1);
        padding: var(--mf-4) var(--mf-2);
        border-radius: var(--mf-radius);
        background: var(--mf-ground);
        font: 500 var(--mf-size-16) / 1.5rem var(--mf-font-mono);
        font-variant-numeric: tabular-nums;
      }

      .actions {
        display: grid;
        gap: var(--mf-2);
      }

      .differ {
        display: grid;
        gap: var(--mf-2);
        padding: var(--mf-4);
        border: 1px solid var(--mf-red);
        border-radius: var(--mf-radius);
        background: var(--mf-red-tint);
      }

      .differ strong {
        display: flex;
        gap: var(--mf-2);
      }

      .differ .icon {
        color: var(--mf-red);
        margin-top: 0.125rem;
      }
    `,
  ];

  @property({ attribute: false }) conversation!: Conversation;
  @state() private digits = "";
  @state() private differ = false;
  @state() private error = "";
  @state() private busy = false;

  private workedOutFor = "";

  protected override willUpdate(): void {
    // The number belongs to a pair of identities: worked out anew when the other one changed.
    const subject = `${this.conversation.id} ${this.conversation.trust.kind === "identity-changed" ? "changed" : ""}`;
    if (subject === this.workedOutFor) return;
    this.workedOutFor = subject;
    this.digits = "";
    this.differ = false;
    void this.workOut(subject);
  }

  override render(): TemplateResult {
    const { peer, trust } = this.conversation;
    const name = peer.name;
    return html`${this.standing(name)}
      <p class="small">${trust.kind === "verified" ? words.verifiedBody : words.body(name)}</p>
      ${this.error === "" ? nothing : html`<p class="error" role="alert">${icon("warning")}<span>${this.error}</span></p>`}
      ${this.differ ? this.warning(name) : this.number()}`;
  }

  private standing(name: string): TemplateResult {
    const shown: Record<typeof this.conversation.trust.kind, readonly [IconName, string, string]> = {
      verified: ["verified", "verified", words.verifiedTitle(name)],
      unverified: ["shield", "", words.unverifiedTitle(name)],
      "identity-changed": ["warning", "changed", words.changedTitle(name)],
    };
    const [symbol, tone, sentence] = shown[this.conversation.trust.kind];
    return html`<p class="standing ${tone}">${icon(symbol)}<span>${sentence}</span></p>`;
  }

  private number(): TemplateResult {
    if (this.digits === "") {
      return this.error === "" ? html`<p class="hint" role="status">${words.loading}</p>` : html``;
    }
    const groups = groupsOfFive(this.digits);
    const verified = this.conversation.trust.kind === "verified";
    return html`<div class="digits" role="group" aria-label=${words.digits}>${groups.map((group) => html`<span>${group}</span>`)}</div>
      <div class="actions">
        ${
          verified
            ? html`<button class="button" ?disabled=${this.busy} @click=${() => this.act(() => this.messenger.setVerified(this.conversation.id, false))}>
              ${words.stillMatch}
            </button>`
            : html`<button class="button primary" ?disabled=${this.busy} @click=${() => this.act(this.match)}>
                ${icon("verified")}${this.conversation.trust.kind === "identity-changed" ? words.matchAndSend : words.match}
              </button>
              <button class="button" @click=${() => (this.differ = true)}>${words.differ}</button>`
        }
      </div>`;
  }

  private warning(name: string): TemplateResult {
    const stopped = this.conversation.trust.kind === "identity-changed";
    return html`<div class="differ" role="alert">
        <strong>${icon("alarm")}${words.differTitle}</strong>
        <p class="small">${stopped ? words.differStopped(name) : words.differBody(name)}</p>
      </div>
      <button class="button" @click=${() => (this.differ = false)}>${words.differBack}</button>`;
  }

  private readonly match = async (): Promise<void> => {
    const { id, trust } = this.conversation;
    if (trust.kind === "identity-changed") await this.messenger.acceptIdentity(id);
    await this.messenger.setVerified(id, true);
  };

  private async workOut(subject: string): Promise<void> {
    this.error = "";
    try {
      const { digits } = await this.messenger.safetyNumber(this.conversation.id);
      if (subject === this.workedOutFor) this.digits = digits;
    } catch (failure) {
      this.error = failureSentence(failure);
    }
  }

  private async act(action: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = "";
    try {
      await action();
    } catch (failure) {
      this.error = failureSentence(failure);
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-safety": SafetyNumberView;
  }
}
