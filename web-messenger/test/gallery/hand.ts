/** Does in the page what a person would do, through open shadow roots, waiting for what is to appear. */
export class Hand {
  async press(selector: string): Promise<void> {
    (await this.find(selector)).click();
    await this.frame();
  }

  async type(selector: string, words: string): Promise<void> {
    const field = await this.find(selector);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
      throw new Error(`not a field: ${selector}`);
    field.focus();
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await this.frame();
  }

  async key(selector: string, key: string, more: KeyboardEventInit = {}): Promise<void> {
    (await this.find(selector)).dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more }),
    );
    await this.frame();
  }

  there(selector: string): boolean {
    return deepQuery(document, selector.split(" ")) !== undefined;
  }

  /** Waits until it is there. */
  async find(selector: string): Promise<HTMLElement> {
    let found: HTMLElement | undefined;
    await this.until(() => {
      found = deepQuery(document, selector.split(" "));
      return found !== undefined;
    }, selector);
    if (found === undefined) throw new Error(selector);
    return found;
  }

  text(selector: string): string {
    const element = deepQuery(document, selector.split(" "));
    return element === undefined ? "" : deepText(element);
  }

  async until(holds: () => boolean, what = "a condition"): Promise<void> {
    for (let frames = 0; !holds(); frames++) {
      if (frames > 1200) throw new Error(`waited in vain for ${what}`);
      await this.frame();
    }
  }

  frame(): Promise<void> {
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
}

/** Each part of the selector is sought below the last one, in its light and its shadow tree. */
function deepQuery(root: ParentNode, parts: readonly string[]): HTMLElement | undefined {
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  for (const element of everything(root)) {
    if (!element.matches(first)) continue;
    const found = rest.length === 0 ? element : deepQuery(element, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

function deepText(element: HTMLElement): string {
  return [element, ...everything(element)]
    .map(({ textContent, shadowRoot }) => `${textContent} ${shadowRoot?.textContent ?? ""}`)
    .join(" ");
}

function everything(root: ParentNode): readonly HTMLElement[] {
  const below = root instanceof HTMLElement && root.shadowRoot !== null ? [root.shadowRoot, root] : [root];
  return below
    .flatMap((tree) => [...tree.querySelectorAll<HTMLElement>("*")])
    .flatMap((element) => [element, ...(element.shadowRoot === null ? [] : everything(element.shadowRoot))]);
}
