/** A device waits: its code, taken from its own screen, lets it in. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../codes/entry.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { fullTime } from "../text/times.js";
import { emit, View } from "../view.js";
import { pageStyle } from "./page-style.js";
import type { Page } from "./page.js";

const words = text.devices.approving;

const DIGITS = 25;

/** Emits `go` with the overview once it was decided. */
@customElement("mf-approve-device")
export class ApproveDevice extends View {
  static override styles = [base, controls, pageStyle];

  @state() private busy = false;
  @state() private error = "";
  @state() private refusalError = "";

  override render(): TemplateResult {
    const { waitingDevice } = this.messenger;
    if (waitingDevice === undefined && !this.busy) return html`<p role="status">${words.none}</p>`;
    const { name, expires } = waitingDevice ?? {};
    return html`<section>
        <p><strong>${name === undefined ? words.whoUnnamed : words.who(name)}</strong></p>
        ${expires === undefined ? nothing : html`<p class="hint">${words.until(fullTime(expires))}</p>`}
        <p>${words.what}</p>
      </section>
      <mf-code-entry
        length=${DIGITS}
        label=${words.code}
        hint=${words.codeHint}
        action=${this.busy ? text.settings.working : words.approve}
        error=${this.error}
        ?busy=${this.busy}
        @typed=${() => (this.error = "")}
        @code=${(event: CustomEvent<string>) => this.approve(event.detail)}
      ></mf-code-entry>
      <section>
        <p class="small">${words.notMine}</p>
        <p class="error" role="alert" ?hidden=${this.refusalError === ""}>${icon("warning")}<span>${this.refusalError}</span></p>
        <div class="actions"><button class="button refuse" ?disabled=${this.busy} @click=${this.refuse}>${words.refuse}</button></div>
      </section>`;
  }

  private async approve(code: string): Promise<void> {
    this.error = "";
    await this.decide(() => this.messenger.approveDevice(code), words.done, (sentence) => (this.error = sentence));
  }

  private async refuse(): Promise<void> {
    this.refusalError = "";
    await this.decide(() => this.messenger.refuseDevice(), words.refused, (sentence) => (this.refusalError = sentence));
  }

  private async decide(act: () => Promise<void>, said: string, failed: (sentence: string) => void): Promise<void> {
    this.busy = true;
    try {
      await act();
      const page: Page = { kind: "overview", said };
      emit(this, "go", page);
    } catch (failure) {
      failed(failureSentence(failure));
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-approve-device": ApproveDevice;
  }
}
