/** The whole interface: one screen for each stage of the messenger. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "./gate/enrolment.js";
import { takeInvitationCode } from "./gate/invitation-code.js";
import "./gate/notice.js";
import "./gate/removed.js";
import "./gate/sign-in.js";
import "./gate/unlock.js";
import "./gate/waiting.js";
import "./shell/shell.js";
import { Idle } from "./idle.js";
import { text } from "./text/catalogue.js";
import { View } from "./view.js";

/** Keys are in memory: nobody about means lock. */
const UNLOCKED = new Set(["open", "suspended", "waiting-for-approval", "broken"]);

@customElement("mf-app")
export class App extends View {
  static override styles = css`
    :host {
      display: block;
      min-height: 100dvh;
    }
  `;

  /** What the address bar's fragment brought, before it was removed. */
  @property() invitationCode = "";
  /** The person has an account, and this browser becomes a further device of it. */
  @state() private signingIn = false;

  private readonly idle = new Idle(
    window,
    () => this.messenger.lockAfterMinutes * 60_000,
    () => void this.lock(),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    document.documentElement.lang = text.language;
    window.addEventListener("hashchange", this.invited);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.invited);
    this.idle.stop();
  }

  protected override updated(): void {
    if (UNLOCKED.has(this.messenger.stage.kind)) this.idle.start();
    else this.idle.stop();
  }

  /** Another time may have been chosen. */
  protected override messengerChanged(): void {
    this.idle.look();
  }

  override render(): TemplateResult {
    const { stage } = this.messenger;
    switch (stage.kind) {
      case "not-enrolled":
        return this.signingIn
          ? html`<mf-sign-in .messenger=${this.messenger} @invitation=${() => (this.signingIn = false)}></mf-sign-in>`
          : html`<mf-enrolment .messenger=${this.messenger} code=${this.invitationCode} @sign-in=${() => (this.signingIn = true)}></mf-enrolment>`;
      case "locked":
        return html`<mf-unlock .messenger=${this.messenger} ?invited=${this.invitationCode !== ""}></mf-unlock>`;
      case "open":
        return html`<mf-shell .messenger=${this.messenger} .self=${stage.self} networkName=${stage.networkName}></mf-shell>`;
      case "waiting-for-approval":
        return html`<mf-waiting .messenger=${this.messenger} .waiting=${stage}></mf-waiting>`;
      case "broken":
        if (stage.code === "unauthenticated") return html`<mf-removed .messenger=${this.messenger}></mf-removed>`;
        return html`<mf-notice .notice=${stage}></mf-notice>`;
      case "starting":
      case "other-tab":
      case "suspended":
        return html`<mf-notice .notice=${stage}></mf-notice>`;
    }
  }

  private async lock(): Promise<void> {
    const shell = this.renderRoot.querySelector("mf-shell");
    // Refused as busy while it is being unlocked or locked already, never otherwise: the watch asks again.
    await (shell?.lock() ?? this.messenger.lock()).catch(() => undefined);
  }

  /** A link opened while the application was open already. */
  private readonly invited = (): void => {
    const code = takeInvitationCode(window);
    if (code === undefined) return;
    this.invitationCode = code;
    this.signingIn = false;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-app": App;
  }
}
