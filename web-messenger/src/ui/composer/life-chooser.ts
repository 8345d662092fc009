/** The choice of a message's life, within what the organisation allows. Emits `chose` with each change, `done` when it may close. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import type { Ephemerality, Policy } from "../../client/api.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { exactly } from "../text/durations.js";
import { lifeSentence } from "../text/policy.js";
import { emit } from "../view.js";
import { burnChoices, expiryChoices } from "./lifetimes.js";

@customElement("mf-life-chooser")
export class LifeChooser extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: block;
      }

      form {
        display: grid;
        gap: var(--mf-4);
        max-height: min(28rem, 65dvh);
        overflow-y: auto;
        padding: var(--mf-4) var(--mf-4) 0;
        border: 1px solid var(--mf-line);
        border-radius: var(--mf-radius-bubble);
        background: var(--mf-raised);
        box-shadow: var(--mf-float);
      }

      legend {
        display: flex;
        align-items: center;
        gap: var(--mf-2);
        padding: 0;
        margin-bottom: var(--mf-2);
        font-size: var(--mf-size-14);
        font-weight: 600;
      }

      legend .icon {
        width: 1rem;
        height: 1rem;
        color: var(--mf-quiet);
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mf-2);
      }

      label {
        position: relative;
        display: inline-flex;
        align-items: center;
        min-height: 2.25rem;
        padding: 0 var(--mf-3);
        border: 1px solid var(--mf-edge);
        border-radius: 1.125rem;
        font-size: var(--mf-size-14);
        cursor: pointer;
      }

      label:hover {
        background: var(--mf-hover);
      }

      label:has(:checked) {
        border-color: var(--mf-accent);
        background: var(--mf-accent);
        color: var(--mf-on-accent);
        font-weight: 500;
      }

      label:has(:focus-visible) {
        outline: 2px solid var(--mf-focus);
        outline-offset: 2px;
      }

      @media (forced-colors: active) {
        label:has(:checked) {
          outline: 2px solid Highlight;
        }
      }

      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }

      .foot {
        position: sticky;
        inset-block-end: 0;
        margin-inline: calc(-1 * var(--mf-4));
        padding: var(--mf-3) var(--mf-4);
        border-top: 1px solid var(--mf-line);
        background: var(--mf-raised);
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--mf-3);
      }

      .foot p {
        flex: 1 1 14rem;
        font-size: var(--mf-size-14);
      }
    `,
  ];

  @property({ attribute: false }) policy!: Policy;
  @property({ attribute: false }) life!: Ephemerality;

  override render(): TemplateResult {
    const { expiresAfterSeconds: expires, burnAfterSeconds: burns } = this.life;
    const burnLives = burnChoices(this.policy, burns);
    return html`<div role="dialog" aria-label=${text.composer.life} @keydown=${this.keyed}>
      <form @submit=${this.done}>
      <fieldset>
        <legend>${icon("clock")}${text.composer.expiry}</legend>
        <div class="choices">
          ${expiryChoices(this.policy, expires).map((life) =>
            this.choice("expiry", life, exactly(life), life === expires, life === this.policy.expirationDefault),
          )}
        </div>
      </fieldset>
      ${
        burnLives.length === 0
          ? nothing
          : html`<fieldset>
            <legend>${icon("flame")}${text.composer.burn}</legend>
            <div class="choices">
              ${burnLives.map((life) =>
                this.choice(
                  "burn",
                  life,
                  life === 0 ? text.composer.never : text.composer.after(exactly(life)),
                  life === burns,
                  life === this.policy.burnDefault,
                ),
              )}
            </div>
          </fieldset>`
      }
      <div class="foot">
        <p aria-live="polite">${lifeSentence(this.life)}</p>
        <button class="button primary">${text.composer.done}</button>
      </div>
    </form></div>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>("input:checked")?.focus());
  }

  private choice(
    group: "expiry" | "burn",
    life: number,
    words: string,
    checked: boolean,
    usual: boolean,
  ): TemplateResult {
    return html`<label>
      <input type="radio" name=${group} .value=${String(life)} .checked=${checked} @change=${() => this.chose(group, life)} />
      ${usual ? text.composer.default(words) : words}
    </label>`;
  }

  private chose(group: "expiry" | "burn", life: number): void {
    emit(
      this,
      "chose",
      group === "expiry" ? { ...this.life, expiresAfterSeconds: life } : { ...this.life, burnAfterSeconds: life },
    );
  }

  private done(event: Event): void {
    event.preventDefault();
    emit(this, "done");
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    emit(this, "done");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-life-chooser": LifeChooser;
  }
}
