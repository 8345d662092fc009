/** Tells which messages a person has seen: half of it, or half a screen of it, in view while the page is visible. */
export class Watcher {
  private readonly told = new Set<string>();
  private readonly watched = new Set<Element>();
  private observer: IntersectionObserver | undefined;

  constructor(private readonly seen: (id: string) => Promise<void>) {}

  start(root: HTMLElement): void {
    this.observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.met(entry)), {
      root,
      threshold: [0, 0.25, 0.5],
    });
    document.addEventListener("visibilitychange", this.again);
  }

  stop(): void {
    this.observer?.disconnect();
    document.removeEventListener("visibilitychange", this.again);
    this.watched.clear();
  }

  /** @param elements with `data-watch`, all that are drawn now */
  watch(elements: Iterable<HTMLElement>): void {
    const now = new Set<Element>(elements);
    for (const element of this.watched) {
      if (now.has(element)) continue;
      this.observer?.unobserve(element);
      this.watched.delete(element);
    }
    for (const element of now) {
      if (this.watched.has(element)) continue;
      this.observer?.observe(element);
      this.watched.add(element);
    }
  }

  /** An observer reports changes only: what came into view while the page was hidden is asked for again. */
  private readonly again = (): void => {
    if (document.visibilityState !== "visible") return;
    for (const element of this.watched) {
      this.observer?.unobserve(element);
      this.observer?.observe(element);
    }
  };

  private met(entry: IntersectionObserverEntry): void {
    const id = (entry.target as HTMLElement).dataset["watch"];
    const screen = entry.rootBounds?.height ?? window.innerHeight;
    const enough = entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= screen / 2;
    if (id === undefined || !enough || document.visibilityState !== "visible" || this.told.has(id)) return;
    this.told.add(id);
    this.seen(id).catch(() => this.told.delete(id));
  }
}
