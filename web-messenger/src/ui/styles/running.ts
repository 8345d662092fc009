import { css } from "lit";

/** A bar for work of unknown length. */
export const runningStyle = css`
  .running {
    position: relative;
    height: 0.25rem;
    border-radius: 0.125rem;
    overflow: hidden;
    background: var(--mf-track);
  }

  .running span {
    position: absolute;
    inset: 0 auto 0 0;
    width: 40%;
    border-radius: inherit;
    background: var(--mf-accent);
    animation: run 1.6s ease-in-out infinite alternate;
  }

  @keyframes run {
    to {
      inset-inline-start: 60%;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .running span {
      width: 100%;
      opacity: 0.6;
      animation: none;
    }
  }
`;
