import { css } from "lit";

export const listStyle = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    min-height: 0;
    background: var(--mf-surface);
  }

  .head {
    display: flex;
    align-items: center;
    gap: var(--mf-1);
    min-height: 4rem;
    padding: var(--mf-2) var(--mf-2) var(--mf-2) var(--mf-4);
  }

  /* Where there is a rail, lock and settings are there. */
  @media (min-width: 64rem) {
    .unrailed {
      display: none;
    }
  }

  .title {
    flex: 1;
    min-width: 0;
  }

  h1 {
    font-size: var(--mf-size-20);
  }

  .title p {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--mf-size-12);
    color: var(--mf-quiet);
  }

  .search {
    position: relative;
    margin: 0 var(--mf-4) var(--mf-3);
  }

  .search > .icon {
    position: absolute;
    inset-block-start: 0.75rem;
    inset-inline-start: 0.75rem;
    color: var(--mf-quiet);
    pointer-events: none;
  }

  .search .input {
    padding-inline: 2.5rem;
    border-radius: 1.375rem;
  }

  .search .input::-webkit-search-cancel-button {
    display: none;
  }

  .search .tool {
    position: absolute;
    inset-block-start: 0.125rem;
    inset-inline-end: 0.25rem;
    border-radius: 50%;
  }

  .scroller {
    overflow-y: auto;
    padding: 0 var(--mf-2) var(--mf-4);
  }

  h2 {
    padding: var(--mf-3) var(--mf-2) var(--mf-1);
    font-size: var(--mf-size-12);
    font-weight: 600;
    color: var(--mf-quiet);
  }

  .row {
    display: flex;
    align-items: center;
    gap: var(--mf-3);
    width: 100%;
    min-height: 4rem;
    padding: var(--mf-2);
    border: 0;
    border-radius: var(--mf-radius);
    background: transparent;
    text-align: start;
  }

  .row:hover {
    background: var(--mf-hover);
  }

  .row[aria-current] {
    background: var(--mf-chosen);
  }

  .row:focus-visible {
    outline-offset: -2px;
  }

  .about {
    display: grid;
    flex: 1;
    min-width: 0;
    gap: 0.125rem;
  }

  .top,
  .bottom {
    display: flex;
    align-items: center;
    gap: var(--mf-1);
    min-width: 0;
  }

  .name {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 500;
  }

  .fresh .name {
    font-weight: 700;
  }

  .time {
    margin-inline-start: auto;
    padding-inline-start: var(--mf-2);
    flex: none;
    font-size: var(--mf-size-12);
    font-variant-numeric: tabular-nums;
    color: var(--mf-quiet);
  }

  .preview {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--mf-size-14);
    line-height: 1.25rem;
    color: var(--mf-quiet);
  }

  .fresh .preview {
    color: var(--mf-text);
  }

  .draft {
    font-weight: 600;
    color: var(--mf-accent);
  }

  .row .icon {
    width: 1rem;
    height: 1rem;
  }

  .covered {
    display: inline-flex;
    align-items: center;
    gap: var(--mf-1);
    line-height: 1.25rem;
    vertical-align: top;
  }

  .covered .icon {
    color: var(--mf-amber);
  }

  .verified {
    display: inline-flex;
    color: var(--mf-green);
  }

  .changed {
    display: inline-flex;
    color: var(--mf-red);
  }

  .unread {
    display: inline-grid;
    place-items: center;
    min-width: 1.25rem;
    height: 1.25rem;
    padding: 0 0.375rem;
    border-radius: 0.625rem;
    background: var(--mf-accent);
    color: var(--mf-on-accent);
    font-size: var(--mf-size-12);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .row mf-life {
    margin-top: 0.25rem;
  }

  .empty {
    display: grid;
    justify-items: center;
    gap: var(--mf-3);
    padding: var(--mf-12) var(--mf-4);
    text-align: center;
    color: var(--mf-quiet);
    font-size: var(--mf-size-14);
  }

  .empty .button {
    margin-top: var(--mf-2);
  }

  .empty strong {
    color: var(--mf-text);
    font-size: var(--mf-size-16);
  }

  .empty > .icon {
    width: 2rem;
    height: 2rem;
  }

  .hint {
    padding: var(--mf-2);
  }
`;
