/** The thin bar that empties, with what is left in words. Emits `ended` once, when nothing is left. */

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { text } from "../text/catalogue.js";
import { left, leftInWords } from "../text/durations.js";
import { fullTime } from "../text/times.js";
import { everySecond } from "../ticker.js";
import { emit } from "../view.js";
import { isOver, isSoon, shareLeft, type Life } from "./remaining.js";

@customElement("mf-life")
export class LifeBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        font-size: var(--mf-size-12);
        line-height: 1rem;
        color: var(--mf-quiet);
      }

      .track {
        height: 3px;
        border-radius: 1.5px;
        background: var(--mf-track);
        overflow: hidden;
      }

      .rest {
        width: 100%;
        height: 100%;
        border-radius: inherit;
        background: var(--mf-life);
        transform-origin: 0 50%;
      }

      :host([bare]) .track {
        height: 2px;
      }

      :host(:dir(rtl)) .rest {
        transform-origin: 100% 50%;
      }

      .soon .rest {
        background: var(--mf-amber-fill);
      }

      .line {
        display: flex;
        align-items: center;
        gap: var(--mf-2);
        margin-top: 3px;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      .left {
        display: inline-flex;
        align-items: center;
        gap: 0.2rem;
      }

      .soon .left {
        color: var(--mf-amber);
      }

      .icon {
        width: 0.875rem;
        height: 0.875rem;
      }

      @media (forced-colors: active) {
        .track {
          border: 1px solid CanvasText;
        }

        .rest {
          background: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) life!: Life;
  /** Only the bar; what is left is said to assistive technology alone. */
  @property({ type: Boolean, reflect: true }) bare = false;
  @state() private now = Date.now();
  @query(".rest") private readonly rest!: HTMLElement;

  private ended = false;
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = everySecond(() => (this.now = Date.now()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Against a moment already past, a new life would seem longer than it is.
    if (changed.has("life")) this.now = Date.now();
  }

  override render(): TemplateResult {
    const ms = this.life.until - this.now;
    const spoken = (this.life.burning ? text.thread.burnsInWords : text.thread.leftInWords)(
      leftInWords(ms),
      fullTime(this.life.until),
    );
    const soon = isSoon(this.life, this.now);
    return html`<div class=${soon ? "soon" : ""}>
      <div class="track"><div class="rest"></div></div>
      ${
        this.bare
          ? html`<span class="sr">${text.conversations.life(leftInWords(ms))}</span>`
          : html`<div class="line">
            <slot name="before"></slot>
            <span class="left" title=${spoken}>
              ${this.life.burning ? icon("flame") : soon ? icon("clock") : nothing}
              <span aria-hidden="true">${(this.life.burning ? text.thread.burning : text.thread.left)(left(ms))}</span>
              <span class="sr">${spoken}</span>
            </span>
            <slot name="after"></slot>
          </div>`
      }
    </div>`;
  }

  protected override updated(): void {
    // Not a style attribute: the content security policy allows none.
    this.rest.style.transform = `scaleX(${shareLeft(this.life, this.now).toFixed(4)})`;
    if (!this.ended && isOver(this.life, this.now)) {
      this.ended = true;
      emit(this, "ended");
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-life": LifeBar;
  }
}
