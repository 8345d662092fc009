import { css } from "lit";

/** Buttons and fields. Every target is at least 2.5 rem high. */
export const controls = css`
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--mf-2);
    min-height: 2.5rem;
    padding: var(--mf-2) var(--mf-4);
    border: 1px solid var(--mf-edge);
    border-radius: var(--mf-radius);
    background: var(--mf-surface);
    color: var(--mf-text);
    font-weight: 600;
    line-height: 1.25;
    text-align: center;
    transition: background-color var(--mf-quick);
  }

  .button:hover {
    background: var(--mf-hover);
  }

  .button.primary {
    border-color: var(--mf-accent);
    background: var(--mf-accent);
    color: var(--mf-on-accent);
  }

  .button.primary:hover {
    border-color: var(--mf-accent-strong);
    background: var(--mf-accent-strong);
  }

  .button.plain {
    border-color: transparent;
    background: transparent;
    color: var(--mf-accent);
  }

  .button.plain:hover {
    background: var(--mf-hover);
  }

  .button.wide {
    width: 100%;
  }

  .button.small {
    min-height: 2rem;
    padding: var(--mf-1) var(--mf-3);
    font-size: var(--mf-size-14);
    font-weight: 500;
  }

  .button[aria-disabled="true"],
  .button:disabled {
    cursor: default;
    opacity: 0.55;
  }

  .tool {
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 2.5rem;
    height: 2.5rem;
    padding: 0;
    border: 0;
    border-radius: var(--mf-radius);
    background: transparent;
    color: var(--mf-quiet);
    transition: background-color var(--mf-quick);
  }

  .tool:hover,
  .tool[aria-expanded="true"] {
    background: var(--mf-hover);
    color: var(--mf-text);
  }

  .field {
    display: grid;
    gap: var(--mf-1);
  }

  .field > label {
    font-weight: 500;
  }

  .input {
    width: 100%;
    min-height: 2.75rem;
    padding: var(--mf-2) var(--mf-3);
    border: 1px solid var(--mf-edge);
    border-radius: var(--mf-radius);
    background: var(--mf-surface);
    color: var(--mf-text);
    font: inherit;
  }

  .input::placeholder {
    color: var(--mf-quiet);
    opacity: 1;
  }

  .input:focus-visible {
    outline-offset: -1px;
    border-color: var(--mf-focus);
  }

  .input[aria-invalid="true"] {
    border-color: var(--mf-red);
  }

  .hint {
    color: var(--mf-quiet);
    font-size: var(--mf-size-14);
  }

  .error {
    display: flex;
    gap: var(--mf-2);
    color: var(--mf-red);
    font-size: var(--mf-size-14);
  }

  .error .icon {
    margin-top: 0.1em;
  }
`;
