/** Styles that every component shares. Adopted as constructable style sheets: the content security policy allows no inline style. */

import { css } from "lit";

export const base = css`
  :host {
    box-sizing: border-box;
    color: var(--mf-text);
    font: 400 var(--mf-size-16) / 1.5 var(--mf-font);
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  fieldset {
    border: 0;
    min-width: 0;
  }

  h1,
  h2,
  h3 {
    font-weight: 600;
    line-height: 1.3;
    text-wrap: balance;
  }

  p {
    text-wrap: pretty;
    max-width: var(--mf-prose);
  }

  .icon {
    width: 1.25rem;
    height: 1.25rem;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .mark {
    width: 3rem;
    height: 3rem;
    flex: none;
    fill: none;
    stroke-width: 2.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .mark-track {
    stroke: var(--mf-line);
  }

  .mark-life,
  .mark-wing {
    stroke: var(--mf-accent);
  }

  .mark-wing {
    stroke-width: 2;
  }

  .quiet {
    color: var(--mf-quiet);
  }

  .small {
    font-size: var(--mf-size-14);
  }

  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }

  :focus-visible {
    outline: 2px solid var(--mf-focus);
    outline-offset: 2px;
  }
`;
