import { css } from "lit";

export const shellStyle = css`
  :host {
    display: block;
    height: 100dvh;
    background: var(--mf-ground);
  }

  .frame {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-columns: 4rem minmax(17rem, 21rem) minmax(0, 1fr);
    grid-template-areas: "banners banners banners" "rail list thread";
    height: 100%;
  }

  .frame.detailed {
    grid-template-columns: 4rem minmax(15rem, 19rem) minmax(0, 1fr) 21rem;
    grid-template-areas: "banners banners banners banners" "rail list thread side";
  }

  mf-banners {
    grid-area: banners;
  }

  .rail {
    grid-area: rail;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--mf-3);
    padding: var(--mf-4) 0;
    border-inline-end: 1px solid var(--mf-line);
    background: var(--mf-ground);
  }

  .rail .mark {
    width: 2rem;
    height: 2rem;
  }

  .spacer {
    flex: 1;
  }

  .me .avatar {
    width: 2.25rem;
    height: 2.25rem;
  }

  mf-conversations {
    grid-area: list;
    border-inline-end: 1px solid var(--mf-line);
  }

  main {
    display: contents;
  }

  .thread {
    grid-area: thread;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--mf-surface);
  }

  mf-thread {
    flex: 1;
  }

  .thread.none > div {
    display: grid;
    flex: 1;
    place-content: center;
    justify-items: center;
    gap: var(--mf-4);
    padding: var(--mf-6);
    color: var(--mf-quiet);
    text-align: center;
  }

  .thread.none {
    background: var(--mf-ground);
  }

  .head {
    display: flex;
    align-items: center;
    gap: var(--mf-3);
    min-height: 4rem;
    padding: var(--mf-2) var(--mf-3) var(--mf-2) var(--mf-4);
    border-bottom: 1px solid var(--mf-line);
  }

  .back {
    display: none;
  }

  .who {
    flex: 1;
    min-width: 0;
  }

  .who h2 {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--mf-size-16);
    text-wrap: nowrap;
  }

  .trust {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    color: var(--mf-quiet);
    font-size: var(--mf-size-12);
    line-height: 1rem;
  }

  .trust .icon {
    width: 0.875rem;
    height: 0.875rem;
  }

  .trust.verified {
    color: var(--mf-green);
  }

  .trust.changed {
    color: var(--mf-red);
    font-weight: 600;
  }

  .trouble {
    padding: var(--mf-2) var(--mf-4);
    border-bottom: 1px solid var(--mf-line);
  }

  mf-settings {
    grid-area: thread;
  }

  mf-side {
    grid-area: side;
    border-inline-start: 1px solid var(--mf-line);
  }

  /* Two panes: the details lie over the thread. */
  @media (max-width: 63.99rem) {
    .frame,
    .frame.detailed {
      grid-template-columns: minmax(15rem, 19rem) minmax(0, 1fr);
      grid-template-areas: "banners banners" "list thread";
    }

    .rail {
      display: none;
    }

    mf-side {
      grid-area: thread;
      z-index: 1;
    }
  }

  /* One pane, with a way back. */
  @media (max-width: 39.99rem) {
    .frame,
    .frame.detailed {
      grid-template-columns: minmax(0, 1fr);
      grid-template-areas: "banners" "pane";
    }

    mf-conversations,
    .thread,
    mf-settings,
    mf-side {
      grid-area: pane;
      border: 0;
    }

    .listing .thread,
    .reading mf-conversations {
      display: none;
    }

    .detailed .thread {
      visibility: hidden;
    }

    .back {
      display: inline-grid;
    }

    .head {
      gap: var(--mf-2);
      padding-inline: var(--mf-1) var(--mf-2);
    }
  }

  /* On paper: what the settings print. */
  @media print {
    :host,
    .frame {
      display: block;
      height: auto;
    }

    mf-banners,
    .rail,
    mf-conversations {
      display: none;
    }
  }
`;
