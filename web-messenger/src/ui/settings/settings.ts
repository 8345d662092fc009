/** The settings: one page at a time, with a way back. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import type { Person } from "../../client/api.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { emit, View } from "../view.js";
import "./add-device.js";
import "./approve-device.js";
import "./change-passphrase.js";
import "./confirm.js";
import "./delete-account.js";
import "./overview.js";
import { titleOf, type Page } from "./page.js";
import "./recovery-key.js";

/** Emits `close`, and lets `lock` through. */
/** Emits `went` with the page that is shown from now on, and `close`. */
@customElement("mf-settings")
export class Settings extends View {
  static override styles = [
    base,
    controls,
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
        gap: var(--mf-3);
        min-height: 4rem;
        padding: var(--mf-2) var(--mf-2) var(--mf-2) var(--mf-5);
        border-bottom: 1px solid var(--mf-line);
      }

      .head h2 {
        flex: 1;
        min-width: 0;
        font-size: var(--mf-size-20);
        overflow-wrap: anywhere;
      }

      h2:focus {
        outline: none;
      }

      .head.inner {
        padding-inline-start: var(--mf-2);
      }

      .scroller {
        overflow-y: auto;
      }

      .page {
        max-width: 40rem;
        padding: var(--mf-5);
      }

      @media print {
        :host {
          display: block;
        }

        .head {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) self!: Person;
  @property() networkName = "";
  /** Where to begin. */
  @property({ attribute: false }) first: Page = { kind: "overview" };
  @state() private page: Page = { kind: "overview" };
  @query("h2") private readonly heading!: HTMLElement;
  @query(".scroller") private readonly scroller!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.page = this.first;
  }

  override render(): TemplateResult {
    const inner = this.page.kind !== "overview";
    return html`<div class="head ${inner ? "inner" : ""}">
        ${inner ? html`<button class="tool back" aria-label=${text.settings.back} title=${text.settings.back} @click=${this.toOverview}>${icon("back")}</button>` : ""}
        <h2 tabindex="-1">${titleOf(this.page)}</h2>
        <button class="tool close" aria-label=${text.settings.close} title=${text.settings.close} @click=${() => emit(this, "close")}>${icon("close")}</button>
      </div>
      <div class="scroller">
        <div class="page" @go=${(event: CustomEvent<Page>) => this.go(event.detail)} @back=${this.toOverview}>${this.content()}</div>
      </div>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.heading.focus());
  }

  /** Escape leads one step out. Says whether there was one. */
  stepBack(): boolean {
    if (this.page.kind === "overview") return false;
    this.toOverview();
    return true;
  }

  go(page: Page): void {
    this.page = page;
    emit(this, "went", page);
    void this.updateComplete.then(() => {
      this.scroller.scrollTop = 0;
      this.heading.focus();
    });
  }

  private content(): TemplateResult {
    const { messenger, self, networkName, page } = this;
    switch (page.kind) {
      case "overview":
        return html`<mf-settings-overview .messenger=${messenger} .self=${self} networkName=${networkName} said=${page.said ?? ""}></mf-settings-overview>`;
      case "add-device":
        return html`<mf-add-device .messenger=${messenger} .self=${self} networkName=${networkName}></mf-add-device>`;
      case "approve":
        return html`<mf-approve-device .messenger=${messenger}></mf-approve-device>`;
      case "passphrase":
        return html`<mf-change-passphrase .messenger=${messenger} .self=${self} networkName=${networkName}></mf-change-passphrase>`;
      case "recovery-key":
        return html`<mf-recovery-key .messenger=${messenger} .self=${self} networkName=${networkName}></mf-recovery-key>`;
      case "remove-recovery-key":
        return html`<mf-confirm action=${text.settings.recovery.removeAction} .act=${this.removeRecoveryKey}>
          <p>${text.settings.recovery.removeBody}</p>
        </mf-confirm>`;
      case "remove-device":
        return html`<mf-confirm danger action=${text.devices.removing.action} .act=${(passphrase: string) => this.removeDevice(page.device.id, passphrase)}>
          <p>${text.devices.removing.body}</p>
          <p>${text.devices.removing.keeps}</p>
        </mf-confirm>`;
      case "delete":
        return html`<mf-delete-account .messenger=${messenger} .self=${self}></mf-delete-account>`;
    }
  }

  private readonly toOverview = (): void => this.go({ kind: "overview" });

  private readonly removeRecoveryKey = async (passphrase: string): Promise<void> => {
    await this.messenger.removeRecoveryKey(passphrase);
    this.go({ kind: "overview", said: text.settings.recovery.removed });
  };

  private async removeDevice(device: string, passphrase: string): Promise<void> {
    await this.messenger.revokeDevice(device, passphrase);
    this.go({ kind: "overview", said: text.devices.removing.done });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-settings": Settings;
  }
}
