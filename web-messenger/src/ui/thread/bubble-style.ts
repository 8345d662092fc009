import { css } from "lit";

export const bubbleStyle = css`
  .entry {
    display: grid;
  }

  .message {
    padding-block: 0.1875rem;
    justify-items: start;
  }

  .message.first {
    padding-top: var(--mf-3);
  }

  .message.mine {
    justify-items: end;
  }

  .author {
    display: flex;
    align-items: center;
    gap: var(--mf-1);
    margin: 0 0 var(--mf-1) var(--mf-3);
    font-size: var(--mf-size-14);
    font-weight: 600;
    line-height: 1.25rem;
  }

  .verified {
    display: inline-flex;
    color: var(--mf-green);
  }

  .author .icon {
    width: 1rem;
    height: 1rem;
  }

  .column {
    display: grid;
    gap: 0.25rem;
    width: fit-content;
    max-width: min(85%, 36rem);
  }

  .bubble {
    padding: var(--mf-2) var(--mf-3);
    border-radius: var(--mf-radius-bubble);
    background: var(--mf-sunken);
  }

  .bubble p {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    text-wrap: wrap;
  }

  .mine .bubble {
    background: var(--mf-accent-tint);
  }

  .theirs .bubble {
    border-end-start-radius: 0.375rem;
  }

  .mine .bubble {
    border-end-end-radius: 0.375rem;
  }

  .theirs:not(.first) .bubble {
    border-start-start-radius: 0.375rem;
  }

  .mine:not(.first) .bubble {
    border-start-end-radius: 0.375rem;
  }

  .life {
    min-height: 1.375rem;
    padding-inline: 0.5rem;
  }

  .delivery {
    display: inline-flex;
    align-items: center;
    gap: 0.2rem;
    margin-inline-start: auto;
  }

  .delivery .icon {
    width: 1rem;
    height: 1rem;
  }

  .delivery.delivered {
    color: var(--mf-accent);
  }

  .delivery.queued,
  .delivery.waiting-for-keys {
    color: var(--mf-amber);
  }

  .delivery.failed {
    color: var(--mf-red);
  }

  .will-burn {
    display: inline-flex;
    color: var(--mf-quiet);
  }

  .will-burn .icon {
    width: 0.875rem;
    height: 0.875rem;
  }

  .bubble.covered {
    display: grid;
    gap: var(--mf-2);
    justify-items: start;
    padding: var(--mf-3);
    border: 1px dashed var(--mf-edge);
    background: var(--mf-surface);
  }

  .cover-title {
    display: flex;
    align-items: center;
    gap: var(--mf-2);
    font-weight: 600;
  }

  .cover-title .icon {
    color: var(--mf-amber);
  }

  .cover-body {
    color: var(--mf-quiet);
    font-size: var(--mf-size-14);
  }

  .bubble.failed {
    background: var(--mf-red-tint);
  }

  .failure {
    display: grid;
    gap: var(--mf-2);
    padding: var(--mf-1) 0.5rem var(--mf-2);
    font-size: var(--mf-size-14);
  }

  .failure-actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mf-2);
  }

  .failure .icon {
    width: 1rem;
    height: 1rem;
  }

  .warned {
    grid-template-columns: auto 1fr;
    gap: var(--mf-3);
    width: fit-content;
    max-width: min(100%, 36rem);
    margin: var(--mf-3) 0;
    padding: var(--mf-3) var(--mf-4);
    border: 1px solid var(--mf-red);
    border-radius: var(--mf-radius);
    background: var(--mf-red-tint);
    font-size: var(--mf-size-14);
  }

  .warned > .icon {
    color: var(--mf-red);
  }

  .warned.lost {
    border-color: var(--mf-amber);
    background: var(--mf-amber-tint);
  }

  .warned.lost > .icon {
    color: var(--mf-amber);
  }

  .warned-title {
    font-weight: 600;
  }

  .warned-time {
    color: var(--mf-quiet);
    font-size: var(--mf-size-12);
  }
`;
