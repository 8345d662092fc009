/** Invitation codes: 26 characters of Crockford's base32, in a link's fragment or pasted by hand. */

export const CODE_LENGTH = 26;

/** Without spaces and dashes, in capitals, with the letters that look like digits as those digits; a pasted link gives its code. */
export function canonicalCode(typed: string): string {
  const code = /[#&]invitation=([^&\s]+)/u.exec(typed)?.[1] ?? typed;
  return code.replace(/[\s-]/gu, "").toUpperCase().replace(/O/gu, "0").replace(/[IL]/gu, "1");
}

/**
 * The code in the address bar's fragment, if there is one. The fragment is removed from the address bar and from the
 * history entry at once: a code is a secret until it is used.
 */
export function takeInvitationCode(window: Window): string | undefined {
  const match = /^#invitation=(.*)$/u.exec(window.location.hash);
  if (match === null) return undefined;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return canonicalCode(match[1] ?? "");
}
