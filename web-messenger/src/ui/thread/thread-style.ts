import { css } from "lit";

export const threadStyle = css`
  :host {
    position: relative;
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-height: 0;
  }

  .scroller {
    overflow-x: hidden;
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    padding: var(--mf-4);
    /* Room for the scroll bar is taken from the margin: own messages end where the composer ends. */
    padding-inline-end: max(0px, calc(var(--mf-4) - var(--gutter, 0px)));
    scrollbar-gutter: stable;
  }

  .scroller:focus-visible {
    outline-offset: -3px;
  }

  .entries {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-height: 100%;
    max-width: 56rem;
    margin: 0 auto;
  }

  .day {
    display: flex;
    align-items: center;
    gap: var(--mf-3);
    margin: var(--mf-4) 0 var(--mf-2);
    color: var(--mf-quiet);
    font-size: var(--mf-size-12);
    font-weight: 500;
  }

  .day::before,
  .day::after {
    content: "";
    flex: 1;
    height: 1px;
    background: var(--mf-line);
  }

  .more {
    text-align: center;
  }

  .empty {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--mf-3);
    min-height: 100%;
    max-width: 26rem;
    margin: 0 auto;
    text-align: center;
    color: var(--mf-quiet);
  }

  .empty h2 {
    font-size: var(--mf-size-20);
    color: var(--mf-text);
    overflow-wrap: anywhere;
  }

  .empty .button {
    margin-top: var(--mf-2);
  }

  .symbol {
    display: inline-grid;
    place-items: center;
    width: 3rem;
    height: 3rem;
    border-radius: 50%;
    background: var(--mf-accent-tint);
    color: var(--mf-accent-strong);
  }

  .to-newest {
    position: absolute;
    inset-block-end: var(--mf-3);
    inset-inline-end: var(--mf-5);
    display: inline-flex;
    align-items: center;
    gap: var(--mf-2);
    min-height: 2.5rem;
    min-width: 2.5rem;
    justify-content: center;
    padding: 0 0.625rem;
    border: 1px solid var(--mf-edge);
    border-radius: 1.25rem;
    background: var(--mf-raised);
    box-shadow: var(--mf-float);
    font-size: var(--mf-size-14);
    font-weight: 500;
  }

  .trouble {
    padding: var(--mf-2) var(--mf-4);
  }
`;
