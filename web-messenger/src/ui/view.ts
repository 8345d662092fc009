/** What every part of the interface that shows the messenger has in common: it draws again when the messenger changed. */

import { LitElement } from "lit";
import { property } from "lit/decorators.js";

import type { Messenger } from "../client/api.js";

export abstract class View extends LitElement {
  /** Set before the element is attached, and never changed. */
  @property({ attribute: false }) messenger!: Messenger;

  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.messenger.subscribe(() => {
      this.messengerChanged();
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.stop = undefined;
  }

  /** For a view that compares what is with what was. */
  protected messengerChanged(): void {
    // Most views only draw.
  }
}

/** Sends a bubbling event through shadow roots. */
export function emit(from: EventTarget, name: string, detail?: unknown): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
