/** Keeps what a person reads where it is while entries above it come and go. */
export class ScrollAnchor {
  private key: string | undefined;
  private offset = 0;

  /** Remembers the first entry in view. */
  take(scroller: HTMLElement): void {
    const top = scroller.getBoundingClientRect().top;
    this.key = undefined;
    for (const entry of scroller.querySelectorAll<HTMLElement>("[data-key]")) {
      const box = entry.getBoundingClientRect();
      if (box.bottom > top) {
        this.key = entry.dataset["key"];
        this.offset = box.top - top;
        return;
      }
    }
  }

  /** Scrolls so that the remembered entry stands where it stood; where it is gone, nothing moves. */
  restore(scroller: HTMLElement): void {
    if (this.key === undefined) return;
    const entry = scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(this.key)}"]`);
    if (entry === null) return;
    const moved = entry.getBoundingClientRect().top - scroller.getBoundingClientRect().top - this.offset;
    if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
  }
}
