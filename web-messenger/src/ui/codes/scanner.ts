/** Looks for a code through the camera. What the camera sees stays in this element; the camera is off once it is removed. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { icon } from "../icons.js";
import { base } from "../styles/base.js";
import { text } from "../text/catalogue.js";
import { emit } from "../view.js";
import { typedCode } from "./digits.js";
import { readCode } from "./qr.js";

const LOOK_EVERY_MS = 150;

/** Enough for a code that fills a third of the picture, and quick to search. */
const LONGER_SIDE_AT_MOST = 960;

type Looking = "asking" | "looking" | "another-code" | "refused" | "no-camera";

/** Emits `scanned` with the digits of the first code that has as many as are sought. */
@customElement("mf-code-scanner")
export class CodeScanner extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--mf-2);
      }

      video {
        display: block;
        width: 100%;
        aspect-ratio: 4 / 3;
        border-radius: var(--mf-radius);
        background: black;
        object-fit: cover;
      }

      p {
        font-size: var(--mf-size-14);
      }

      .failed {
        display: flex;
        gap: var(--mf-2);
        color: var(--mf-red);
      }
    `,
  ];

  /** How many digits the code sought has. */
  @property({ type: Number }) length = 0;
  @state() private looking: Looking = "asking";
  @query("video") private readonly video!: HTMLVideoElement | null;

  private stream: MediaStream | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly canvas = document.createElement("canvas");

  override connectedCallback(): void {
    super.connectedCallback();
    void this.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
    // The last picture goes with it.
    this.canvas.width = 0;
    this.canvas.height = 0;
  }

  override render(): TemplateResult {
    if (this.looking === "refused" || this.looking === "no-camera") {
      const sentence = this.looking === "refused" ? text.codes.cameraRefused : text.codes.noCamera;
      return html`<p class="failed" role="alert">${icon("warning")}<span>${sentence}</span></p>`;
    }
    const words = { asking: text.codes.askingCamera, looking: text.codes.looking, "another-code": text.codes.anotherCode };
    return html`<video autoplay muted playsinline aria-label=${text.codes.camera}></video>
      <p role="status">${words[this.looking]}</p>`;
  }

  private async start(): Promise<void> {
    try {
      const wish = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
      const stream = await navigator.mediaDevices.getUserMedia(wish);
      await this.updateComplete;
      if (!this.isConnected || this.video === null) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.stream = stream;
      this.video.srcObject = stream;
      this.looking = "looking";
      this.lookSoon();
    } catch (failure) {
      const refused = failure instanceof DOMException && failure.name === "NotAllowedError";
      this.looking = refused ? "refused" : "no-camera";
    }
  }

  private lookSoon(): void {
    this.timer = setTimeout(() => void this.look(), LOOK_EVERY_MS);
  }

  private async look(): Promise<void> {
    const picture = this.picture();
    const read = picture === undefined ? undefined : await readCode(picture);
    if (!this.isConnected || this.stream === undefined) return;
    const code = typedCode(read ?? "", this.length);
    if (code.kind === "whole") {
      emit(this, "scanned", code.digits);
      return;
    }
    if (read !== undefined) this.looking = "another-code";
    this.lookSoon();
  }

  private picture(): ImageData | undefined {
    const { videoWidth = 0, videoHeight = 0 } = this.video ?? {};
    const canvas = this.canvas.getContext("2d", { willReadFrequently: true });
    if (this.video === null || canvas === null || videoWidth === 0) return undefined;
    const scale = Math.min(1, LONGER_SIDE_AT_MOST / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    this.canvas.width = width;
    this.canvas.height = height;
    canvas.drawImage(this.video, 0, 0, width, height);
    return canvas.getImageData(0, 0, width, height);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "mf-code-scanner": CodeScanner;
  }
}
