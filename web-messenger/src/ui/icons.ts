/**
 * The icons: outlines of 1.75 units on a grid of 24, drawn for Mayfly. They are decoration: the word beside them, or the
 * label of the button around them, carries the meaning.
 */

import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

const shapes = {
  lock: svg`<rect x="5" y="11" width="14" height="9.5" rx="2"/><path d="M8 11V7.5a4 4 0 0 1 8 0V11"/>`,
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>`,
  compose: svg`<path d="M12 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-6"/><path d="M18.2 3.8a1.9 1.9 0 0 1 2.7 2.7L13 14.4l-3.6.9.9-3.6z"/>`,
  back: svg`<path d="M19 12H5m6-6-6 6 6 6"/>`,
  send: svg`<path d="M12 20V5M6 10.5 12 4.5l6 6"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.2 2"/>`,
  flame: svg`<path d="M12 3c.6 3 4.9 5.1 4.9 10a4.9 4.9 0 0 1-9.8 0c0-1.7.8-3 1.9-3.9.2 1.5.9 2.3 1.6 2.6C10.3 8.6 10.3 5.7 12 3Z"/>`,
  check: svg`<path d="m5 12.5 4.5 4.500L19 7.5"/>`,
  checks: svg`<path d="m2.5 12.5 4.5 4.500L16 8M11.5 16.500l.5.5L21.5 7.5"/>`,
  key: svg`<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.500M16 7.500l3 3"/>`,
  warning: svg`<path d="M10.6 4.3 2.9 17.700A1.6 1.6 0 0 0 4.3 20h15.400a1.6 1.6 0 0 0 1.4-2.300L13.4 4.300a1.6 1.6 0 0 0-2.8 0Z"/><path d="M12 9.500v4.200M12 16.800v.1"/>`,
  alarm: svg`<path d="M8.3 3h7.400L21 8.300v7.400L15.7 21H8.300L3 15.700V8.300z"/><path d="M12 7.500v5.200M12 16.200v.1"/>`,
  shield: svg`<path d="M12 3 5 5.500v5.700c0 4.3 2.9 7.6 7 9.8 4.1-2.2 7-5.5 7-9.800V5.500z"/>`,
  verified: svg`<path d="M12 3 5 5.500v5.700c0 4.3 2.9 7.6 7 9.8 4.1-2.2 7-5.5 7-9.800V5.500z"/><path d="m8.8 12 2.3 2.3 4.2-4.4"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  eye: svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="2.8"/>`,
  eyeOff: svg`<path d="M10 5.700a9 9 0 0 1 2-.2c6 0 9.5 6.5 9.5 6.500a16 16 0 0 1-2.4 3.100M6.3 7.300A16 16 0 0 0 2.5 12S6 18.5 12 18.500a9 9 0 0 0 5.7-2M3.5 3.500l17 17"/><path d="M10 10.100a2.8 2.8 0 0 0 3.9 3.9"/>`,
  offline: svg`<path d="M3.5 3.500l17 17M2.5 9.500a14 14 0 0 1 4-2.600M10.8 5.300A14 14 0 0 1 21.5 9.500M5.7 13a9.3 9.3 0 0 1 4.1-2.300M15 11.200a9.3 9.3 0 0 1 3.3 1.800M9 16.300a4.7 4.7 0 0 1 6 0"/><path d="M12 19.600v.1"/>`,
  panel: svg`<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="M14.5 4.500v15"/>`,
  people: svg`<circle cx="9" cy="8" r="3.5"/><path d="M2.8 19.500c.4-3.6 2.9-5.5 6.2-5.500s5.8 1.9 6.2 5.500M15.5 4.800a3.5 3.5 0 0 1 0 6.400M17.7 14.400c2 .7 3.2 2.4 3.5 5.1"/>`,
  retry: svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4"/><path d="M19.5 3.500v4.500H15"/>`,
  trash: svg`<path d="M4.5 6.500h15M9.5 6.500V4h5v2.500M6.5 6.500l.8 13h9.400l.8-13M10.3 10.500v5.500M13.7 10.500v5.5"/>`,
  info: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.900v.1"/>`,
  down: svg`<path d="m6 9.5 6 6 6-6"/>`,
  arrowDown: svg`<path d="M12 4v15m-6-6 6 6 6-6"/>`,
  tabs: svg`<rect x="3.5" y="7.5" width="12.5" height="12.5" rx="2"/><path d="M8 7.500V6a2 2 0 0 1 2-2h8.500a2 2 0 0 1 2 2v8.500a2 2 0 0 1-2 2H16"/>`,
  pause: svg`<circle cx="12" cy="12" r="8.5"/><path d="M9.8 9v6M14.2 9v6"/>`,
  scan: svg`<path d="M3.500 8V5.500a2 2 0 0 1 2-2H8M16 3.500h2.500a2 2 0 0 1 2 2V8M20.500 16v2.500a2 2 0 0 1-2 2H16M8 20.500H5.500a2 2 0 0 1-2-2V16"/><path d="M8 8h3v3H8zM13.500 8H16v2.500M8 13.500V16h2.500M13.500 13.500H16V16"/>`,
  settings: svg`<path d="M4 7.500h8.500M17.500 7.500H20M4 16.500h2.500M11.500 16.500H20"/><circle cx="15" cy="7.500" r="2.500"/><circle cx="9" cy="16.500" r="2.500"/>`,
  device: svg`<rect x="3" y="5" width="13" height="9.500" rx="1.500"/><path d="M2 18.500h10M17 9.500h3a1.500 1.500 0 0 1 1.500 1.500v7.500A1.500 1.500 0 0 1 20 20h-2.500a1.500 1.500 0 0 1-1.500-1.500V14.500M18.700 17.500h.1"/>`,
  pen: svg`<path d="M17.300 4.700a1.900 1.900 0 0 1 2.700 2.700L8.500 18.900 4.500 19.500l.6-4z"/>`,
  print: svg`<path d="M7 9V3.500h10V9M7 17H5a1.500 1.500 0 0 1-1.500-1.500v-5A1.500 1.500 0 0 1 5 9h14a1.500 1.500 0 0 1 1.500 1.500v5A1.500 1.500 0 0 1 19 17h-2"/><path d="M7 14h10v6.500H7z"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  invite: svg`<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="m3.5 7 8.5 6.500L20.5 7"/>`,
  waiting: svg`<path d="M7 3.500h10M7 20.500h10M8 3.500v3.300c0 2 4 3.4 4 5.200s-4 3.2-4 5.200v3.300M16 3.500v3.300c0 2-4 3.4-4 5.200s4 3.2 4 5.200v3.3"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

/** Hidden from assistive technology: say the meaning in words as well. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shapes[name]}</svg>`;
}

/** The mark: a ring that empties, around a pair of wings. */
export function mark(): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    <circle class="mark-track" cx="24" cy="24" r="20" />
    <path class="mark-life" d="M24 4a20 20 0 1 1-18.8 13.2" />
    <path class="mark-wing" d="M24 33c-1.5-7-6-12-12.5-13.500C12 26.5 16.5 32 24 33c7.5-1 12-6.5 12.5-13.500C30 21 25.5 26 24 33Zm0 0v-18" />
  </svg>`;
}
