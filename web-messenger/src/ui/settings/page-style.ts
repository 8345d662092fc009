import { css } from "lit";

/** A page of the settings: one column, one thing at a time. */
export const pageStyle = css`
  :host {
    display: grid;
    gap: var(--mf-5);
  }

  section {
    display: grid;
    gap: var(--mf-3);
  }

  h3 {
    font-size: var(--mf-size-16);
  }

  form {
    display: grid;
    gap: var(--mf-4);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mf-2);
  }

  .button.danger {
    border-color: var(--mf-red-fill);
    background: var(--mf-red-fill);
    color: var(--mf-on-red);
  }

  .said {
    display: flex;
    gap: var(--mf-2);
    font-weight: 600;
  }

  .said .icon {
    margin-top: 0.125rem;
    color: var(--mf-accent);
  }
`;
