/** What stands above everything, in order of weight: authentication failures, the connection, a changed policy. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import type { Connection, Policy } from "../../client/api.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { exactly } from "../text/durations.js";
import { NOT_OPENED, notOpenedSentence, warningReason } from "../text/failures.js";
import { lifeSentence } from "../text/policy.js";
import { everySecond } from "../ticker.js";
import { usualLife } from "../composer/lifetimes.js";
import { emit, View } from "../view.js";
import { banner, bannerStyle } from "./banner.js";
import { ownNotice } from "./notices.js";
import { envelopes, grouped, type WarningGroup } from "./warnings.js";

/** A message that came and is shown, of which a person ought to know something. */
const STALE_LIST = "stale-device-list";

/** Emits `compare` with the person whose safety number is to be compared, `approve` for a device that waits, `devices`. */
@customElement("mf-banners")
export class Banners extends View {
  static override styles = [
    base,
    controls,
    bannerStyle,
    css`
      :host {
        display: block;
        max-height: 50dvh;
        overflow-y: auto;
      }

      .connecting {
        max-width: none;
        padding: var(--mf-1) var(--mf-4);
        border-bottom: 1px solid var(--mf-line);
        background: var(--mf-raised);
        color: var(--mf-quiet);
        font-size: var(--mf-size-12);
        text-align: center;
      }
    `,
  ];

  /** The device that waits is being looked at: what it is about stands below, and a small screen has no room for both. */
  @property({ type: Boolean }) approving = false;
  @state() private known: Policy | undefined;
  @state() private policyChanged = false;

  private stopClock: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.known = this.messenger.policy;
    this.stopClock = everySecond(() => {
      if (this.messenger.connection.kind === "offline") this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopClock?.();
  }

  override render(): TemplateResult {
    const warnings = this.messenger.warnings();
    const of = (...codes: readonly string[]) => grouped(warnings.filter(({ code }) => codes.includes(code)));
    const failures = grouped(warnings.filter(({ code }) => code !== STALE_LIST && code !== NOT_OPENED));
    return html`${failures.map((group) => this.failure(group))} ${this.messenger.erasingFails ? notErased() : nothing}
    ${this.messenger.waitingDevice === undefined || this.approving ? nothing : this.waitingDevice()}
    ${this.messenger.notices().map((notice) => ownNotice(this.messenger, notice, this))}
    ${of(NOT_OPENED).map((group) => this.notOpened(group))} ${of(STALE_LIST).map((group) => this.staleList(group))} ${connection(this.messenger.connection)} ${this.policyChanged ? this.changedPolicy() : nothing}`;
  }

  protected override messengerChanged(): void {
    const { policy } = this.messenger;
    // Version 0: none is known yet. What holds at the start is no news.
    if (this.known !== undefined && this.known.version > 0 && policy.version !== this.known.version) {
      this.policyChanged ||= !sameLives(this.known, policy);
    }
    this.known = policy;
  }

  private failure({ author, warnings }: WarningGroup): TemplateResult {
    const count = envelopes(warnings);
    const reasons = [...new Set(warnings.map(({ code }) => warningReason(code)))].join("; ");
    const words = text.thread.warningBanner;
    const dismiss = {
      words: words.dismiss,
      act: () => warnings.forEach(({ id }) => void this.messenger.dismissWarning(id)),
    };
    const compare = author === undefined ? [] : [{ words: words.compare, act: () => emit(this, "compare", author) }];
    return banner({
      tone: "danger",
      symbol: "alarm",
      title: author === undefined ? words.titleUnknown(count) : words.title(author.name, count),
      body: `${author === undefined ? words.bodyUnknown(count) : words.body(author.name, count)} ${words.reason(reasons)}.`,
      actions: [...compare, dismiss],
    });
  }

  private notOpened({ author, warnings }: WarningGroup): TemplateResult {
    const words = text.thread.notOpened;
    const asked = warnings.every((each) => each.asked === true);
    return banner({
      tone: "caution",
      symbol: "key",
      title: `${author === undefined ? words.titleUnknown(envelopes(warnings)) : words.title(author.name, envelopes(warnings))}.`,
      body: notOpenedSentence({ ...(author === undefined ? {} : { claimedAuthor: author }), ...(asked ? { asked } : {}) }),
      actions: [{ words: words.dismiss, act: () => warnings.forEach(({ id }) => void this.messenger.dismissWarning(id)) }],
    });
  }

  private waitingDevice(): TemplateResult {
    const words = text.devices.banner;
    return banner({
      tone: "caution",
      symbol: "device",
      title: words.title,
      body: words.body,
      actions: [{ words: words.act, act: () => emit(this, "approve") }],
    });
  }

  private staleList({ author, warnings }: WarningGroup): TemplateResult {
    const words = text.thread.staleList;
    const name = author?.name ?? words.somebody;
    const compare = author === undefined ? [] : [{ words: text.thread.warningBanner.compare, act: () => emit(this, "compare", author) }];
    return banner({
      tone: "caution",
      symbol: "device",
      title: words.title(name),
      body: words.body(name),
      actions: [...compare, { words: words.seen, act: () => warnings.forEach(({ id }) => void this.messenger.dismissWarning(id)) }],
    });
  }

  private changedPolicy(): TemplateResult {
    return banner({
      tone: "note",
      symbol: "clock",
      title: text.shell.policyChanged.title,
      body: text.shell.policyChanged.body(lifeSentence(usualLife(this.messenger.policy))),
      actions: [{ words: text.shell.policyChanged.dismiss, act: () => (this.policyChanged = false) }],
    });
  }
}

function notErased(): TemplateResult {
  const { title, body } = text.shell.notErased;
  return banner({ tone: "danger", symbol: "trash", title, body, actions: [] });
}

function connection(now: Connection): TemplateResult | typeof nothing {
  switch (now.kind) {
    case "connected":
      return nothing;
    case "connecting":
      return html`<p class="connecting" role="status">${text.shell.connecting}</p>`;
    case "offline":
      return banner({
        tone: "note",
        symbol: "offline",
        title: text.shell.offline.title,
        body: text.shell.offline.body,
        aside: text.shell.offline.next(Math.ceil((now.retryAt - Date.now()) / 1000)),
        actions: [],
      });
    case "clock-off": {
      const much = exactly(Math.max(60, Math.round(Math.abs(now.differenceMs) / 60_000) * 60));
      return banner({
        tone: "caution",
        symbol: "clock",
        title: now.differenceMs > 0 ? text.shell.clock.ahead(much) : text.shell.clock.behind(much),
        body: text.shell.clock.body,
        actions: [],
      });
    }
  }
}

function sameLives(a: Policy, b: Policy): boolean {
  const lives = ({ expirationMinimum, expirationDefault, expirationMaximum, burnDefault, burnMaximum, userMayChoose }: Policy) =>
    JSON.stringify([expirationMinimum, expirationDefault, expirationMaximum, burnDefault, burnMaximum, userMayChoose]);
  return lives(a) === lives(b);
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-banners": Banners;
  }
}
