import type { ReactiveController, ReactiveControllerHost } from "lit";
import { html, nothing, type TemplateResult } from "lit";

import type { Messenger } from "../../client/api.js";
import { icon } from "../icons.js";
import { failureSentence } from "../text/failures.js";

/** What a screen needs that offers to erase all that this browser keeps. Where it succeeds, another screen takes its place. */
export class Erasing implements ReactiveController {
  private error = "";

  constructor(private readonly host: ReactiveControllerHost & { readonly messenger: Messenger }) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.error = "";
  }

  /** Why it failed. */
  failure(): TemplateResult | typeof nothing {
    if (this.error === "") return nothing;
    return html`<p class="error" role="alert">${icon("warning")}<span>${this.error}</span></p>`;
  }

  readonly erase = async (): Promise<void> => {
    this.error = "";
    try {
      await this.host.messenger.forget();
    } catch (failure) {
      this.error = failureSentence(failure);
    }
    this.host.requestUpdate();
  };
}
