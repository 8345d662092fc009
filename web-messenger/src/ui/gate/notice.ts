/** The screens that only say where things stand: starting, another tab, suspended, broken. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { icon, mark, type IconName } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { gateStyle } from "../styles/gate.js";
import { text } from "../text/catalogue.js";
import { errorSentence } from "../text/failures.js";

export type Notice =
  | { readonly kind: "starting" }
  | { readonly kind: "other-tab" }
  | { readonly kind: "suspended" }
  | { readonly kind: "broken"; readonly code: string };

interface Content {
  readonly symbol: IconName;
  readonly tone: "" | "amber" | "red";
  readonly title: string;
  readonly body: readonly string[];
  readonly action: string;
  readonly footnote?: string;
}

@customElement("mf-notice")
export class NoticeScreen extends LitElement {
  static override styles = [
    base,
    controls,
    gateStyle,
    css`
      .starting {
        display: grid;
        place-content: center;
        justify-items: center;
        min-height: 80dvh;
        gap: var(--mf-4);
        padding: 0;
        border: 0;
        background: none;
        color: var(--mf-quiet);
        animation: appear 200ms 300ms both;
      }

      @keyframes appear {
        from {
          opacity: 0;
        }
      }

      @media (prefers-reduced-motion: reduce) {
        .starting {
          animation: none;
        }
      }

      .body {
        display: grid;
        gap: var(--mf-3);
      }
    `,
  ];

  @property({ attribute: false }) notice!: Notice;

  override render(): TemplateResult {
    if (this.notice.kind === "starting") {
      return html`<main class="starting" aria-busy="true">${mark()}
        <h1 class="sr">${text.product}</h1>
        <p role="status">${text.notices.starting}</p>
      </main>`;
    }
    const content = contentOf(this.notice);
    return html`<main>
      <span class="symbol ${content.tone}">${icon(content.symbol)}</span>
      <div class="body">
        <h1>${content.title}</h1>
        ${content.body.map((sentence) => html`<p>${sentence}</p>`)}
      </div>
      <div class="actions">
        <button class="button primary" @click=${this.reload}>${content.action}</button>
      </div>
      ${content.footnote === undefined ? nothing : html`<p class="hint">${content.footnote}</p>`}
    </main>`;
  }

  private reload(): void {
    window.location.reload();
  }
}

function contentOf(notice: Exclude<Notice, { readonly kind: "starting" }>): Content {
  switch (notice.kind) {
    case "other-tab":
      return {
        symbol: "tabs",
        tone: "",
        title: text.notices.otherTab.title,
        body: [text.notices.otherTab.body],
        action: text.notices.otherTab.action,
      };
    case "suspended":
      return {
        symbol: "pause",
        tone: "amber",
        title: text.notices.suspended.title,
        body: [text.notices.suspended.body, text.notices.suspended.help],
        action: text.notices.suspended.action,
      };
    case "broken":
      return {
        symbol: "alarm",
        tone: "red",
        title: text.notices.broken.title,
        body: [errorSentence(notice.code)],
        action: text.notices.broken.action,
        footnote: text.notices.broken.code(notice.code),
      };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-notice": NoticeScreen;
  }
}
