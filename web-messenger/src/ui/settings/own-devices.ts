/** The person's devices: names, what is known of each, renaming, and the way to remove one. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";

import { DEVICE_NAME_AT_MOST, type OwnDevice } from "../../client/api.js";
import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { dateOnly, utcDay } from "../text/times.js";
import { emit, View } from "../view.js";
import { pageStyle } from "./page-style.js";
import { nameOf, type Page } from "./page.js";

const words = text.devices;

/** Emits `go` with a page. */
@customElement("mf-own-devices")
export class OwnDevices extends View {
  static override styles = [
    base,
    controls,
    pageStyle,
    css`
      ul {
        display: grid;
        border: 1px solid var(--mf-line);
        border-radius: var(--mf-radius);
      }

      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--mf-2) var(--mf-3);
        padding: var(--mf-3) var(--mf-4);
      }

      li + li {
        border-top: 1px solid var(--mf-line);
      }

      li > .icon {
        margin-top: 0.125rem;
        color: var(--mf-quiet);
      }

      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .current {
        color: var(--mf-accent);
        font-size: var(--mf-size-14);
        font-weight: 600;
      }

      li > form,
      li > .actions {
        grid-column: 2;
      }
    `,
  ];

  @state() private devices: readonly OwnDevice[] | undefined;
  @state() private error = "";
  @state() private renaming = "";
  @state() private nameError = "";
  @query("#name") private readonly nameField!: HTMLInputElement | null;

  private waited = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask();
  }

  /** A device that was let in or refused elsewhere changes the list. */
  protected override messengerChanged(): void {
    const waits = this.messenger.waitingDevice !== undefined;
    if (waits !== this.waited) void this.ask();
  }

  override render(): TemplateResult {
    return html`${this.error === "" ? nothing : html`<p class="error" role="alert">${icon("warning")}<span>${this.error}</span></p>`}
      ${this.list()}`;
  }

  private list(): TemplateResult | typeof nothing {
    if (this.devices === undefined) {
      return this.error === "" ? html`<p class="hint" role="status">${words.loading}</p>` : nothing;
    }
    const { devicesMaximum } = this.messenger.policy;
    return html`<ul>
        ${this.devices.map((device) => this.device(device))}
      </ul>
      ${
        this.devices.length >= devicesMaximum
          ? html`<p class="hint">${words.most(devicesMaximum)}</p>`
          : html`<div class="actions"><button class="button add" @click=${() => this.go({ kind: "add-device" })}>${icon("plus")}${words.add}</button></div>`
      }`;
  }

  private device(device: OwnDevice): TemplateResult {
    const facts = [
      words.kind[device.kind],
      words.added(dateOnly(device.added)),
      ...(device.lastSeen === undefined || device.current ? [] : [words.lastSeen(utcDay(device.lastSeen))]),
    ];
    return html`<li>
      ${icon("device")}
      <div>
        <p class="name" dir="auto">${nameOf(device)}</p>
        ${device.current ? html`<p class="current">${words.current}</p>` : nothing}
        <p class="hint">${facts.join(" · ")}</p>
      </div>
      ${this.renaming === device.id ? this.rename(device) : this.actions(device)}
    </li>`;
  }

  private actions(device: OwnDevice): TemplateResult {
    const name = nameOf(device);
    return html`<div class="actions">
      <button class="button small rename" data-device=${device.id} aria-label=${words.renameOf(name)} @click=${() => this.startRenaming(device.id)}>
        ${icon("pen")}${words.rename}
      </button>
      ${
        device.current
          ? nothing
          : html`<button class="button small remove" aria-label=${words.removeOf(name)} @click=${() => this.go({ kind: "remove-device", device })}>
            ${icon("trash")}${words.remove}
          </button>`
      }
    </div>`;
  }

  private rename(device: OwnDevice): TemplateResult {
    return html`<form @submit=${(event: Event) => this.renamed(event, device)} @keydown=${this.keyed} novalidate>
      <div class="field">
        <label for="name">${words.nameLabel}</label>
        <input id="name" class="input" autocomplete="off" .value=${device.name ?? ""} aria-describedby="name-error" aria-invalid=${this.nameError === "" ? "false" : "true"} />
        <p class="error" id="name-error" role="alert" ?hidden=${this.nameError === ""}>${icon("warning")}<span>${this.nameError}</span></p>
      </div>
      <div class="actions">
        <button class="button small primary">${words.save}</button>
        <button type="button" class="button small" @click=${this.stopRenaming}>${words.cancel}</button>
      </div>
    </form>`;
  }

  private startRenaming(id: string): void {
    this.renaming = id;
    this.nameError = "";
    void this.updateComplete.then(() => {
      this.nameField?.focus();
      this.nameField?.select();
    });
  }

  private stopRenaming(): void {
    const id = this.renaming;
    this.renaming = "";
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`[data-device="${CSS.escape(id)}"]`)?.focus();
    });
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.stopRenaming();
  }

  private async renamed(event: Event, { id }: OwnDevice): Promise<void> {
    event.preventDefault();
    const name = this.nameField?.value.trim() ?? "";
    this.nameError = new TextEncoder().encode(name).length > DEVICE_NAME_AT_MOST ? words.nameTooLong : "";
    if (this.nameError !== "") return;
    try {
      await this.messenger.renameDevice(id, name);
      await this.ask();
      this.stopRenaming();
    } catch (failure) {
      this.nameError = failureSentence(failure);
    }
  }

  private async ask(): Promise<void> {
    this.waited = this.messenger.waitingDevice !== undefined;
    try {
      this.devices = await this.messenger.devices();
      this.error = "";
    } catch (failure) {
      this.error = failureSentence(failure);
    }
  }

  private go(page: Page): void {
    emit(this, "go", page);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-own-devices": OwnDevices;
  }
}
