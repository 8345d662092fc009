import { css } from "lit";

/** The screens before the conversations: one column in the middle, one thing to do. */
export const gateStyle = css`
  :host {
    display: grid;
    min-height: 100dvh;
    padding: var(--mf-6) var(--mf-4);
    place-items: center;
    background: var(--mf-ground);
  }

  main {
    display: grid;
    gap: var(--mf-5);
    width: min(100%, 27rem);
    padding: var(--mf-8);
    border: 1px solid var(--mf-line);
    border-radius: var(--mf-radius-bubble);
    background: var(--mf-surface);
  }

  .brand {
    display: flex;
    align-items: center;
    gap: var(--mf-3);
    font-weight: 600;
  }

  .brand .mark {
    width: 2rem;
    height: 2rem;
  }

  h1 {
    font-size: var(--mf-size-28);
    letter-spacing: -0.01em;
  }

  h1:focus {
    outline: none;
  }

  h2 {
    font-size: var(--mf-size-16);
  }

  .intro {
    display: grid;
    gap: var(--mf-2);
  }

  form {
    display: grid;
    gap: var(--mf-5);
  }

  .actions {
    display: grid;
    gap: var(--mf-2);
  }

  .button.danger {
    border-color: var(--mf-red-fill);
    background: var(--mf-red-fill);
    color: var(--mf-on-red);
  }

  .intro ul {
    display: grid;
    gap: var(--mf-1);
    padding-inline-start: var(--mf-5);
    list-style: disc;
  }

  .symbol {
    display: inline-grid;
    place-items: center;
    width: 3rem;
    height: 3rem;
    border-radius: 50%;
    background: var(--mf-sunken);
    color: var(--mf-quiet);
  }

  .symbol.amber {
    background: var(--mf-amber-tint);
    color: var(--mf-amber);
  }

  .symbol.red {
    background: var(--mf-red-tint);
    color: var(--mf-red);
  }

  @media (max-width: 30rem) {
    :host {
      padding: 0;
      place-items: start stretch;
      background: var(--mf-surface);
    }

    main {
      width: 100%;
      padding: var(--mf-6) var(--mf-4);
      border: 0;
      border-radius: 0;
      background: transparent;
    }
  }
`;
