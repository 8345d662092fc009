/** The safety number: sixty digits that two people compare, and what each answer means. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { ClientError, type Conversation } from "../../client/api.js";
import { groupsOfFive } from "../codes/digits.js";
import "../codes/entry.js";
import "../codes/picture.js";
import { icon, type IconName } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { View } from "../view.js";

const words = text.side.safety;

const DIGITS = 60;

type Comparing = "by-eye" | "by-code" | "differs" | "differs-by-code";

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
  @state() private comparing: Comparing = "by-eye";
  @state() private error = "";
  @state() private busy = false;

  private workedOutFor = "";

  protected override willUpdate(): void {
    // The number belongs to a pair of identities: worked out anew when the other one changed.
    const subject = `${this.conversation.id} ${this.conversation.trust.kind === "identity-changed" ? "changed" : ""}`;
    if (subject === this.workedOutFor) return;
    this.workedOutFor = subject;
    this.digits = "";
    this.comparing = "by-eye";
    void this.workOut(subject);
  }

  override render(): TemplateResult {
    const { peer, trust } = this.conversation;
    const name = peer.name;
    return html`${this.standing(name)}
      <p class="small">${trust.kind === "verified" ? words.verifiedBody : words.body(name)}</p>
      ${this.error === "" ? nothing : html`<p class="error" role="alert">${icon("warning")}<span>${this.error}</span></p>`}
      ${this.differs() ? this.warning(name) : this.digits === "" ? this.loading() : this.number(name)}`;
  }

  private differs(): boolean {
    return this.comparing === "differs" || this.comparing === "differs-by-code";
  }

  private loading(): TemplateResult | typeof nothing {
    return this.error === "" ? html`<p class="hint" role="status">${words.loading}</p>` : nothing;
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

  private number(name: string): TemplateResult {
    return html`<mf-code-picture digits=${this.digits} label=${words.picture}></mf-code-picture>
      <div class="digits" role="group" aria-label=${words.digits}>${groupsOfFive(this.digits).map((group) => html`<span>${group}</span>`)}</div>
      ${this.comparing === "by-code" ? this.otherCode(name) : this.actions(name)}`;
  }

  private actions(name: string): TemplateResult {
    if (this.conversation.trust.kind === "verified") {
      return html`<div class="actions">
        <button class="button" ?disabled=${this.busy} @click=${() => this.act(() => this.messenger.unverify(this.conversation.id))}>
          ${words.stillMatch}
        </button>
      </div>`;
    }
    const stopped = this.conversation.trust.kind === "identity-changed";
    return html`<div class="actions">
      <button class="button primary" ?disabled=${this.busy} @click=${() => this.act(this.match)}>
        ${icon("verified")}${stopped ? words.matchAndSend : words.match}
      </button>
      <button class="button by-code" @click=${() => this.compare("by-code")}>${icon("scan")}${words.byCode(name)}</button>
      <button class="button differ-by-eye" @click=${() => this.compare("differs")}>${words.differ}</button>
    </div>`;
  }

  private otherCode(name: string): TemplateResult {
    return html`<mf-code-entry
      length=${DIGITS}
      label=${words.otherNumber(name)}
      hint=${words.otherHint(name)}
      action=${words.compare}
      ?busy=${this.busy}
      closable
      @code=${(event: CustomEvent<string>) => this.given(event.detail)}
      @back=${() => this.compare("by-eye")}
    ></mf-code-entry>`;
  }

  private given(digits: string): void {
    if (digits === this.digits) void this.act(this.match);
    else this.compare("differs-by-code");
  }

  /** With the focus on what came. */
  private compare(how: Comparing): void {
    this.comparing = how;
    void this.updateComplete.then(() => {
      const next = { "by-eye": ".by-code", "by-code": "mf-code-entry", differs: ".again", "differs-by-code": ".again" };
      this.renderRoot.querySelector<HTMLElement>(next[how])?.focus();
    });
  }

  private warning(name: string): TemplateResult {
    const { trust } = this.conversation;
    const stopped = trust.kind === "identity-changed" && trust.stops;
    const again = this.comparing === "differs-by-code" ? "by-code" : "by-eye";
    return html`<div class="differ" role="alert">
        <strong>${icon("alarm")}${words.differTitle}</strong>
        ${again === "by-code" ? html`<p class="small">${words.differMistyped}</p>` : nothing}
        <p class="small">${stopped ? words.differStopped(name) : words.differBody(name)}</p>
      </div>
      <button class="button again" @click=${() => this.compare(again)}>${again === "by-code" ? words.differRetry : words.differBack}</button>`;
  }

  private readonly match = async (): Promise<void> => {
    await this.messenger.verify(this.conversation.id, this.digits);
    this.comparing = "by-eye";
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
      // What is shown may be what is wrong.
      if (isNumberChanged(failure)) await this.workOut(this.workedOutFor);
      this.error = failureSentence(failure);
    } finally {
      this.busy = false;
    }
  }
}

function isNumberChanged(failure: unknown): boolean {
  return failure instanceof ClientError && failure.code === "number-changed";
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-safety": SafetyNumberView;
  }
}
