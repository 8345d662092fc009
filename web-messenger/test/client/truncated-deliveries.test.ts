/** A server, or a cable, that delivers less than all of an envelope: nothing of it is shown, nothing is lost by it. */
import { beforeEach, expect, it } from "vitest";
import type { Book } from "../../src/client/book.js";
import { EPOCH, KEM_PREKEY, MESSAGE, OUTGOING, PREKEY, SKIPPED, WINDOW } from "../../src/client/records.js";
import type { Mail } from "../accounts.js";
import { ManualTimers, untilInTime } from "../manual-timers.js";
import { DAYLONG, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

/** Of a wrap, which has 2 KB; the other parts are cut at every length. Every length of every part: `test/protocol/truncations.test.ts`. */
const EVERY = 16;

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let bob: Profile;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
});

function book({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

const kept = (): readonly number[] => [PREKEY, KEM_PREKEY, EPOCH, SKIPPED, WINDOW, MESSAGE].map((each) => book(bob).all(each as typeof PREKEY).size);

/** They wait for bob, and he is cut off: he gets them with his next log-in. */
async function handOver(mails: readonly Mail[]): Promise<void> {
  server.named("bob").only.mailbox = [...mails];
  server.cut("bob");
  await untilInTime(timers, () => server.named("bob").only.mailbox.length === 0, "taken and acknowledged");
}

function cuts(mail: Mail): readonly Mail[] {
  const all: Mail[] = [];
  for (const part of ["header", "ciphertext", "signature", "wrap"] as const) {
    const step = part === "wrap" ? EVERY : 1;
    for (let length = 0; length < mail[part].length; length += step) {
      all.push({ ...mail, [part]: mail[part].slice(0, length), sequence: 1_000_000 + all.length });
    }
  }
  return all;
}

it("an envelope that is cut anywhere is warned of and acknowledged, costs no key, and arrives once it is whole", async () => {
  server.hold("bob");
  await alice.tab.send((await alice.with("bob")).id, "whole ".repeat(100), DAYLONG);
  await untilInTime(timers, () => book(alice).all(OUTGOING).size === 0, "at the server");
  const [whole] = server.named("bob").only.mailbox;
  server.named("bob").only.mailbox = [];
  server.release("bob");
  const [before, all] = [kept(), cuts(whole!)];
  const signedLonger = all.filter(({ ciphertext }) => ciphertext.length < whole!.ciphertext.length && ciphertext.length >= 528).length;

  await handOver(all);

  expect(kept()).toEqual(before);
  expect(bob.messages()).toEqual([]);
  const told = Object.fromEntries(bob.tab.warnings().map(({ code, times = 1 }) => [code, times]));
  expect(told).toEqual({ malformed: all.length - signedLonger, "bad-signature": signedLonger });
  await handOver([whole!]);
  await bob.receives("whole ".repeat(100));
  expect(bob.tab.warnings().length).toBe(2);
});
