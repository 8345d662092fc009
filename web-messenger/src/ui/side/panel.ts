/** Beside the thread: who this is, whether they are verified, how long messages live. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";

import type { Conversation } from "../../client/api.js";
import { icon } from "../icons.js";
import { avatar, avatarStyle } from "../styles/avatar.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { policySentences } from "../text/policy.js";
import { emit, View } from "../view.js";
import "./safety.js";

/** Emits `close`. */
@customElement("mf-side")
export class SidePanel extends View {
  static override styles = [
    base,
    controls,
    avatarStyle,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-height: 0;
        background: var(--mf-surface);
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-height: 4rem;
        padding: var(--mf-2) var(--mf-2) var(--mf-2) var(--mf-5);
        border-bottom: 1px solid var(--mf-line);
      }

      h2 {
        font-size: var(--mf-size-16);
      }

      h2:focus {
        outline: none;
      }

      h3 {
        margin-bottom: var(--mf-3);
        font-size: var(--mf-size-14);
        color: var(--mf-quiet);
      }

      .scroller {
        overflow-y: auto;
      }

      section {
        padding: var(--mf-5);
        border-bottom: 1px solid var(--mf-line);
      }

      section:last-child {
        border-bottom: 0;
      }

      .who {
        display: grid;
        justify-items: center;
        gap: var(--mf-3);
        text-align: center;
      }

      .who strong {
        font-size: var(--mf-size-20);
        line-height: 1.3;
        overflow-wrap: anywhere;
      }

      ul {
        display: grid;
        gap: var(--mf-2);
        font-size: var(--mf-size-14);
      }

      .from {
        margin-top: var(--mf-3);
      }
    `,
  ];

  @property({ attribute: false }) conversation!: Conversation;
  @query("h2") private readonly heading!: HTMLElement;

  override render(): TemplateResult {
    return html`<div class="head">
        <h2 tabindex="-1">${text.side.title}</h2>
        <button class="tool" aria-label=${text.side.close} title=${text.side.close} @click=${() => emit(this, "close")}>${icon("close")}</button>
      </div>
      <div class="scroller">
        <section class="who">${avatar(this.conversation.peer, "large")}<strong dir="auto">${this.conversation.peer.name}</strong></section>
        <section>
          <h3>${text.side.verification}</h3>
          <mf-safety .messenger=${this.messenger} .conversation=${this.conversation}></mf-safety>
        </section>
        <section>
          <h3>${text.side.life}</h3>
          <ul>
            ${policySentences(this.messenger.policy).map((sentence) => html`<li>${sentence}</li>`)}
          </ul>
          <p class="hint from">${text.side.rulesFrom}</p>
        </section>
      </div>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.heading.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-side": SidePanel;
  }
}
