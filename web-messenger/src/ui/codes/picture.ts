/** A code as a QR picture: dark on white in every theme, with the quiet margin that cameras need. */

import { css, html, LitElement, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { base } from "../styles/base.js";
import { drawCode, type Drawing } from "./qr.js";

/** In modules, as the standard asks. */
const MARGIN = 4;

@customElement("mf-code-picture")
export class CodePicture extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        width: min(100%, 12rem);
        margin-inline: auto;
      }

      svg {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border: 1px solid var(--mf-line);
        border-radius: var(--mf-radius);
        background: white;
        fill: black;
        forced-color-adjust: none;
        shape-rendering: crispEdges;
      }
    `,
  ];

  @property() digits = "";
  @property() label = "";
  @state() private drawing: Drawing | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("digits")) void this.draw(this.digits);
  }

  override render(): TemplateResult {
    const size = (this.drawing?.size ?? 1) + 2 * MARGIN;
    return html`<svg role="img" aria-label=${this.label} viewBox="${-MARGIN} ${-MARGIN} ${size} ${size}">
      ${svg`<path d=${this.drawing?.path ?? ""} />`}
    </svg>`;
  }

  private async draw(digits: string): Promise<void> {
    this.drawing = undefined;
    const drawing = digits === "" ? undefined : await drawCode(digits);
    if (this.digits === digits) this.drawing = drawing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-code-picture": CodePicture;
  }
}
