import { css } from "lit";

export const composerStyle = css`
  :host {
    position: relative;
    display: block;
    padding: 0 var(--mf-4) var(--mf-4);
    padding-bottom: max(var(--mf-4), env(safe-area-inset-bottom));
  }

  .frame {
    position: relative;
    max-width: 56rem;
    margin: 0 auto;
  }

  .box {
    display: grid;
    border: 1px solid var(--mf-edge);
    border-radius: var(--mf-radius-bubble);
    background: var(--mf-surface);
  }

  .box:focus-within {
    border-color: var(--mf-focus);
    outline: 1px solid var(--mf-focus);
  }

  /* The field lies over its background: the sentence that states the policy. */
  .writing {
    display: grid;
    min-width: 0;
  }

  .background,
  textarea {
    grid-area: 1 / 1;
    min-width: 0;
    padding: var(--mf-3) var(--mf-4) var(--mf-1);
  }

  .background {
    display: flex;
    align-items: start;
    gap: var(--mf-2);
    color: var(--mf-quiet);
    pointer-events: none;
    max-width: none;
  }

  .background .icon {
    margin-top: 0.125rem;
  }

  .typing .background {
    visibility: hidden;
    height: 0;
    padding-block: 0;
    overflow: hidden;
  }

  textarea {
    width: 100%;
    min-height: 2.5rem;
    max-height: 40dvh;
    border: 0;
    background: transparent;
    color: inherit;
    font: inherit;
    resize: none;
    overflow-y: auto;
  }

  textarea:focus {
    outline: none;
  }

  .tools {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--mf-2);
    padding: 0 var(--mf-2) var(--mf-2);
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-width: 0;
    min-height: 2rem;
    padding: 0.25rem var(--mf-2);
    border: 0;
    border-radius: var(--mf-radius);
    background: transparent;
    color: var(--mf-quiet);
    font-size: var(--mf-size-14);
    line-height: 1.25;
    text-align: start;
  }

  button.chip {
    color: var(--mf-accent);
    font-weight: 500;
  }

  button.chip:hover,
  button.chip[aria-expanded="true"] {
    background: var(--mf-hover);
  }

  .chip .icon {
    width: 1rem;
    height: 1rem;
  }

  .send {
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 2.5rem;
    height: 2.5rem;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--mf-accent);
    color: var(--mf-on-accent);
    transition: background-color var(--mf-quick);
  }

  .send:hover {
    background: var(--mf-accent-strong);
  }

  .send[aria-disabled="true"] {
    background: var(--mf-sunken);
    color: var(--mf-quiet);
    cursor: default;
  }

  mf-life-chooser {
    position: absolute;
    inset-inline: 0;
    inset-block-end: calc(100% + var(--mf-2));
    z-index: 2;
  }

  .stopped {
    display: flex;
    gap: var(--mf-2);
    align-items: center;
    padding: var(--mf-2) var(--mf-1);
    font-size: var(--mf-size-14);
    font-weight: 500;
  }

  .stopped .icon {
    color: var(--mf-red);
  }

  .error {
    padding: var(--mf-2) var(--mf-1);
  }

  @media (max-width: 40rem) {
    :host {
      padding-inline: var(--mf-2);
      padding-bottom: max(var(--mf-2), env(safe-area-inset-bottom));
    }
  }
`;
