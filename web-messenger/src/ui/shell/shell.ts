/** The open messenger: rail, conversations, thread and side panel, as many beside each other as there is room for. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";

import type { Conversation, Ephemerality, Person } from "../../client/api.js";
import "../composer/composer.js";
import type { Composer } from "../composer/composer.js";
import "../conversations/list.js";
import type { ConversationList } from "../conversations/list.js";
import { icon, mark } from "../icons.js";
import type { Page } from "../settings/page.js";
import "../settings/settings.js";
import type { Settings } from "../settings/settings.js";
import "../side/panel.js";
import { avatar, avatarStyle } from "../styles/avatar.js";
import { base } from "../styles/base.js";
import { controls } from "../styles/controls.js";
import { text } from "../text/catalogue.js";
import { failureSentence } from "../text/failures.js";
import { lifeOf } from "../thread/remaining.js";
import "../thread/thread.js";
import type { Thread } from "../thread/thread.js";
import { View } from "../view.js";
import { Announcements, Saying } from "./announcements.js";
import { banner, bannerStyle } from "./banner.js";
import "./banners.js";
import { namesakeNotice, peerNotice } from "./notices.js";
import { shellStyle } from "./shell-style.js";

/** One pane: the list or the thread, and the browser's "back" leads from the one to the other. */
const ONE_PANE = "(max-width: 39.99rem)";

const LOCK_KEYS = "Control+Shift+L Meta+Shift+L";

@customElement("mf-shell")
export class Shell extends View {
  static override styles = [base, controls, avatarStyle, bannerStyle, shellStyle];

  @property({ attribute: false }) self!: Person;
  @property() networkName = "";
  @state() private open = "";
  @state() private details = false;
  /** The page of the settings that is open; they lie over the conversation. */
  @state() private settingsAt: Page | undefined;
  @state() private error = "";
  @query("mf-settings") private readonly settings!: Settings | null;
  @query("mf-composer") private readonly composer!: Composer | null;
  @query("mf-thread") private readonly thread!: Thread | null;
  @query("mf-conversations") private readonly list!: ConversationList;

  /** The life chosen for each conversation: until the messenger is locked. */
  private readonly chosenLives = new Map<string, Ephemerality>();
  private readonly drafts = new Map<string, string>();
  private readonly announcements = new Announcements();
  private readonly saying = new Saying(() => this.requestUpdate());

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("popstate", this.wentBack);
    window.addEventListener("keydown", this.keyed);
    this.announcements.of(this.messenger.conversations(), "");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("popstate", this.wentBack);
    window.removeEventListener("keydown", this.keyed);
    document.title = text.product;
    this.saying.forget();
  }

  /** What is written is kept, what is being sent is in the outbox; then keys and messages leave memory. */
  async lock(): Promise<void> {
    await this.composer?.settled();
    await this.attempt(() => this.messenger.lock());
  }

  protected override messengerChanged(): void {
    const conversations = this.messenger.conversations();
    const sentences = this.announcements.of(conversations, this.open);
    if (sentences.length === 0) return;
    const newest = conversations.find(({ id }) => id === this.open)?.newest;
    this.saying.say(sentences.join(" "), newest === undefined ? Infinity : lifeOf(newest).until - Date.now());
  }

  override render(): TemplateResult {
    const conversation = this.messenger.conversations().find(({ id }) => id === this.open);
    const reading = conversation !== undefined || this.settingsAt !== undefined;
    const detailed = this.details && conversation !== undefined && this.settingsAt === undefined;
    return html`<div class="frame ${reading ? "reading" : "listing"} ${detailed ? "detailed" : ""}" @lock=${this.lock}>
      <mf-banners
        .messenger=${this.messenger}
        ?approving=${this.settingsAt?.kind === "approve"}
        @compare=${(event: CustomEvent<Person>) => this.compare(event.detail)}
        @approve=${() => this.openSettings({ kind: "approve" })}
        @devices=${() => this.openSettings({ kind: "overview" })}
      ></mf-banners>
      ${this.rail()}
      <mf-conversations
        role="navigation"
        aria-label=${text.conversations.heading}
        .messenger=${this.messenger}
        .self=${this.self}
        networkName=${this.networkName}
        chosen=${this.open}
        @chose=${(event: CustomEvent<string>) => this.show(event.detail)}
        @person=${(event: CustomEvent<Person>) => this.converse(event.detail)}
        @settings=${() => this.openSettings({ kind: "overview" })}
      ></mf-conversations>
      <main>${this.main(conversation)}</main>
      <p class="sr" aria-live="polite">${this.saying.words}</p>
    </div>`;
  }

  protected override firstUpdated(): void {
    // After unlocking, the field that had the focus is gone.
    if (document.activeElement === document.body) this.list.focus();
  }

  protected override updated(): void {
    const unread = this.messenger.conversations().reduce((sum, conversation) => sum + conversation.unread, 0);
    document.title = unread === 0 ? text.product : text.shell.titleWithUnread(unread);
  }

  private rail(): TemplateResult {
    return html`<nav class="rail" aria-label=${text.shell.rail}>
      ${mark()}
      <span class="spacer"></span>
      <span class="me" title=${text.shell.you(this.self.name, this.networkName)}>
        ${avatar(this.self)}<span class="sr">${text.shell.you(this.self.name, this.networkName)}</span>
      </span>
      <button
        class="tool settings"
        aria-label=${text.settings.open}
        title=${text.settings.openHint}
        aria-expanded=${this.settingsAt === undefined ? "false" : "true"}
        @click=${() => (this.settingsAt === undefined ? this.openSettings({ kind: "overview" }) : this.closeSettings())}
      >
        ${icon("settings")}
      </button>
      <button class="tool lock" aria-label=${text.shell.lock} title=${text.shell.lockHint} aria-keyshortcuts=${LOCK_KEYS} @click=${this.lock}>${icon("lock")}</button>
    </nav>`;
  }

  private main(conversation: Conversation | undefined): TemplateResult {
    if (this.settingsAt !== undefined) {
      return html`<h1 class="sr">${text.settings.title}</h1>
        <mf-settings
          .messenger=${this.messenger}
          .self=${this.self}
          networkName=${this.networkName}
          .first=${this.settingsAt}
          @went=${(event: CustomEvent<Page>) => (this.settingsAt = event.detail)}
          @close=${this.closeSettings}
        ></mf-settings>`;
    }
    return conversation === undefined ? this.nothingOpen() : this.conversation(conversation);
  }

  private nothingOpen(): TemplateResult {
    return html`<section class="thread none">
      ${this.trouble()}
      <div>${mark()}<p>${text.conversations.none}</p></div>
    </section>`;
  }

  private conversation(conversation: Conversation): TemplateResult {
    const { trust } = conversation;
    return html`<h1 class="sr">${text.thread.with(conversation.peer.name)}</h1>
      <section class="thread">
        ${this.header(conversation)} ${this.trouble()} ${trust.kind === "identity-changed" ? this.identityChanged(conversation, trust.stops) : nothing}
        ${conversation.namesake === true ? namesakeNotice(conversation, () => this.showDetails()) : nothing}
        ${this.messenger.notices().map((notice) => peerNotice(this.messenger, notice, conversation.peer.id))}
        ${keyed(conversation.id, this.threadAndComposer(conversation))}
      </section>
      ${this.details ? this.side(conversation) : nothing}`;
  }

  private threadAndComposer(conversation: Conversation): TemplateResult {
    return html`<mf-thread
        .messenger=${this.messenger}
        .conversation=${conversation}
        @details=${this.showDetails}
      ></mf-thread>
      <mf-composer
        .messenger=${this.messenger}
        .conversation=${conversation}
        .drafts=${this.drafts}
        .chosen=${this.chosenLives.get(conversation.id)}
        stopped=${this.whyStopped(conversation)}
        @life-chosen=${(event: CustomEvent<Ephemerality>) => this.chooseLife(conversation.id, event.detail)}
      ></mf-composer>`;
  }

  private whyStopped({ trust }: Conversation): string {
    if (trust.kind === "identity-changed" && trust.stops) return text.composer.stopped.identity;
    return this.messenger.connection.kind === "clock-off" ? text.composer.stopped.clock : "";
  }

  private side(conversation: Conversation): TemplateResult {
    return html`<mf-side
      role="region"
      aria-label=${text.side.label}
      .messenger=${this.messenger}
      .conversation=${conversation}
      @close=${this.closeDetails}
    ></mf-side>`;
  }

  private header({ peer, trust }: Conversation): TemplateResult {
    const standing = {
      verified: html`<span class="trust verified">${icon("verified")}${text.thread.verified}</span>`,
      unverified: html`<span class="trust">${icon("shield")}${text.thread.unverified}</span>`,
      "identity-changed": html`<span class="trust changed">${icon("warning")}${text.thread.identityChanged}</span>`,
    }[trust.kind];
    return html`<div class="head">
      <button class="tool back" aria-label=${text.thread.back} title=${text.thread.back} @click=${this.back}>${icon("back")}</button>
      ${avatar(peer)}
      <div class="who">
        <h2><bdi>${peer.name}</bdi></h2>
        ${standing}
      </div>
      <button class="tool" aria-label=${text.thread.details} title=${text.thread.details} aria-expanded=${this.details ? "true" : "false"} @click=${this.toggleDetails}>
        ${icon("panel")}
      </button>
    </div>`;
  }

  private identityChanged({ id, peer }: Conversation, stops: boolean): TemplateResult {
    const words = text.thread.identity;
    return banner({
      tone: stops ? "danger" : "caution",
      symbol: "warning",
      title: words.title(peer.name),
      body: stops ? words.body(peer.name) : words.warns(peer.name),
      actions: [
        { words: words.compare, act: () => this.showDetails() },
        {
          words: stops ? words.accept : words.seen,
          act: () => void this.attempt(() => this.messenger.acceptIdentity(id)),
        },
      ],
    });
  }

  private trouble(): TemplateResult | typeof nothing {
    return this.error === ""
      ? nothing
      : html`<p class="error trouble" role="alert">${icon("warning")}<span>${this.error}</span></p>`;
  }

  private show(id: string): void {
    this.error = "";
    this.leaveList();
    this.settingsAt = undefined;
    this.open = id;
    if (window.matchMedia(ONE_PANE).matches) this.details = false;
    // Where there is one pane there is a touch keyboard too: it would cover the half of the thread.
    void this.updateComplete.then(() => (window.matchMedia(ONE_PANE).matches ? this.thread : this.composer)?.focus());
  }

  private openSettings(page: Page): void {
    if (this.settings !== null) {
      this.settings.go(page);
      return;
    }
    this.leaveList();
    this.settingsAt = page;
    void this.updateComplete.then(() => this.settings?.focus());
  }

  private closeSettings(): void {
    if (this.open === "" && isReadingEntry(window.history.state)) window.history.back();
    else this.hideSettings();
  }

  private hideSettings(): void {
    this.settingsAt = undefined;
    void this.updateComplete.then(() => {
      const button = this.renderRoot.querySelector<HTMLElement>(".rail .settings");
      if (button !== null && button.offsetWidth > 0) button.focus();
      else this.list.focus();
    });
  }

  /** In one pane the browser's way back leads to the list. */
  private leaveList(): void {
    const onList = this.open === "" && this.settingsAt === undefined;
    if (onList && window.matchMedia(ONE_PANE).matches) window.history.pushState({ reading: true }, "");
  }

  private async converse(person: Person): Promise<void> {
    await this.attempt(async () => {
      const { id } = await this.messenger.converse(person);
      this.show(id);
    });
  }

  private async compare(person: Person): Promise<void> {
    await this.converse(person);
    if (this.error === "") this.showDetails();
  }

  private showDetails(): void {
    this.details = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector("mf-side")?.focus());
  }

  private closeDetails(): void {
    this.details = false;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".head [aria-expanded]")?.focus());
  }

  private toggleDetails(): void {
    if (this.details) this.closeDetails();
    else this.showDetails();
  }

  private chooseLife(conversation: string, life: Ephemerality): void {
    this.chosenLives.set(conversation, life);
    this.requestUpdate();
  }

  private back(): void {
    if (isReadingEntry(window.history.state)) window.history.back();
    else this.closeThread();
  }

  private readonly wentBack = (): void => {
    if (isReadingEntry(window.history.state)) return;
    if (this.settingsAt !== undefined) this.hideSettings();
    if (this.open !== "") this.closeThread();
  };

  private closeThread(): void {
    const left = this.open;
    this.open = "";
    this.details = false;
    void this.list.updateComplete.then(() => {
      this.list.renderRoot.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(left)}"]`)?.focus();
    });
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (window.matchMedia(ONE_PANE).matches && this.open !== "") this.back();
      this.list.searchPeople();
    } else if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "l") {
      event.preventDefault();
      void this.lock();
    } else if (event.key === "Escape" && this.settings !== null) {
      if (!this.settings.stepBack()) this.closeSettings();
    } else if (event.key === "Escape" && this.details) {
      this.closeDetails();
    }
  };


  private async attempt(act: () => Promise<void>): Promise<void> {
    this.error = "";
    try {
      await act();
    } catch (failure) {
      this.error = failureSentence(failure);
    }
  }
}

function isReadingEntry(state: unknown): boolean {
  return typeof state === "object" && state !== null && "reading" in state;
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-shell": Shell;
  }
}
