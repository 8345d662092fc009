import { css, html, type TemplateResult } from "lit";

import type { Person } from "../../client/api.js";

export const avatarStyle = css`
  .avatar {
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 2.5rem;
    height: 2.5rem;
    border-radius: 50%;
    font-size: var(--mf-size-14);
    font-weight: 600;
    color: light-dark(oklch(0.36 0.05 var(--hue)), oklch(0.9 0.04 var(--hue)));
    background: light-dark(oklch(0.915 0.03 var(--hue)), oklch(0.36 0.045 var(--hue)));
    --hue: 195;
  }

  .avatar.large {
    width: 4rem;
    height: 4rem;
    font-size: var(--mf-size-20);
  }

  .avatar.h1 { --hue: 225; }
  .avatar.h2 { --hue: 255; }
  .avatar.h3 { --hue: 285; }
  .avatar.h4 { --hue: 315; }
  .avatar.h5 { --hue: 165; }
`;

/** Initials on a quiet colour that stays with the person. Decoration: the name stands beside it. */
export function avatar(person: Person, size: "" | "large" = ""): TemplateResult {
  return html`<span class="avatar ${size} h${hueOf(person.id)}" aria-hidden="true">${initials(person.name)}</span>`;
}

/** At most two letters. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== "");
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words[words.length - 1] ?? "") : "";
  return `${firstLetter(first)}${firstLetter(last)}`.toLocaleUpperCase();
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstLetter(word: string): string {
  return letters.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
}

function hueOf(id: string): number {
  let mixed = 7;
  for (const letter of id) mixed = (mixed * 37 + (letter.codePointAt(0) ?? 0)) % 10_007;
  return mixed % 6;
}
