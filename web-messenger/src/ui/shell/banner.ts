/** A banner: what happened, what it means, what to do. The first action is the safe one. */

import { css, html, nothing, type TemplateResult } from "lit";

import { icon, type IconName } from "../icons.js";

export interface BannerAction {
  readonly words: string;
  readonly act: () => void;
}

export interface Banner {
  readonly tone: "danger" | "caution" | "note";
  readonly symbol: IconName;
  readonly title: string;
  readonly body: string;
  /** Changes by itself, so it is only seen: it would be read out over and over. */
  readonly aside?: string;
  readonly actions: readonly BannerAction[];
}

/** Danger interrupts who hears the screen, the rest waits its turn. */
export function banner({ tone, symbol, title, body, aside, actions }: Banner): TemplateResult {
  return html`<section class="banner ${tone}" role=${tone === "danger" ? "alert" : "status"}>
    ${icon(symbol)}
    <div class="banner-words"><strong>${title}</strong> ${body}${aside === undefined ? nothing : html` <span aria-hidden="true">${aside}</span>`}</div>
    ${
      actions.length === 0
        ? nothing
        : html`<div class="banner-actions">
          ${actions.map(
            ({ words, act }, index) =>
              html`<button class="button small ${index === 0 && tone === "danger" ? "primary" : ""}" @click=${act}>${words}</button>`,
          )}
        </div>`
    }
  </section>`;
}

export const bannerStyle = css`
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mf-2) var(--mf-3);
    padding: var(--mf-3) var(--mf-4);
    border-bottom: 1px solid var(--mf-line);
    background: var(--mf-raised);
    font-size: var(--mf-size-14);
    line-height: 1.4;
  }

  .banner > .icon {
    color: var(--mf-quiet);
  }

  .banner-words {
    flex: 1 1 16rem;
    max-width: 62rem;
    overflow-wrap: anywhere;
  }

  .banner-actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mf-2);
    margin-inline-start: auto;
  }

  .banner.caution {
    background: var(--mf-amber-tint);
  }

  .banner.caution > .icon {
    color: var(--mf-amber);
  }

  .banner.danger {
    padding-block: var(--mf-4);
    border-bottom: 2px solid var(--mf-red);
    background: var(--mf-red-tint);
  }

  .banner.danger > .icon {
    align-self: start;
    width: 1.5rem;
    height: 1.5rem;
    color: var(--mf-red);
  }

  .banner.danger strong {
    display: block;
    font-size: var(--mf-size-16);
  }

  .banner.danger .primary {
    border-color: var(--mf-red-fill);
    background: var(--mf-red-fill);
    color: var(--mf-on-red);
  }

  @media (max-width: 30rem) {
    .banner {
      padding-inline: var(--mf-3);
    }

    .banner > .icon {
      align-self: start;
    }

    /* Under the words, not under the icon. */
    .banner-actions {
      flex-basis: 100%;
      padding-inline-start: calc(1.25rem + var(--mf-3));
    }

    .banner.danger .banner-actions {
      padding-inline-start: calc(1.5rem + var(--mf-3));
    }
  }
`;
