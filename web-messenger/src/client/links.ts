/** How links move on and end: chain keys and the psks of messages passed over are erased together. */
import type { Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { PRIVATE_KEPT } from "../protocol/prekeys.js";
import type { ReceivingEpoch } from "../protocol/receiving-epoch.js";
import type { Late } from "../protocol/receive.js";
import type { LinkEffects } from "../protocol/wrap-opening.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { gapChanges } from "./gaps.js";
import { CLAIMED, EPOCH, KEM_PREKEY, PREKEY, REPLY_KEY, RESEND, SENDING, SKIPPED, skippedName } from "./records.js";

/** Epochs of a sender device that are kept. */
const EPOCHS = 2;

/** What opening a wrap of this device leaves and erases. `counter`: of its message. */
export function linkChanges(
  book: Book,
  device: Bytes,
  effects: LinkEffects,
  counter: bigint,
  now: number,
): readonly BookChange[] {
  const { epoch, spentSkipped } = effects;
  const changes = epochChanges(book, hex(device), effects.epoch, counter);
  for (const skipped of effects.skipped) {
    changes.push(put(SKIPPED, skippedName(device, skipped), { ...skipped, until: now + PRIVATE_KEPT }));
  }
  if (spentSkipped !== undefined) changes.push(drop(SKIPPED, skippedName(device, spentSkipped)));
  const ended = skippedOf(book, `${hex(device)}/${hex(epoch.epoch)}`)
    .filter(([, { place = Infinity }]) => place < epoch.oldestPlace)
    .map(([name]) => drop(SKIPPED, name));
  return [...changes, ...spentKeys(effects), ...ended, ...gapChanges(book, device, effects, now)];
}

function spentKeys({ spentPrekey, spentKemPrekey }: LinkEffects): readonly BookChange[] {
  return [
    ...(spentPrekey === undefined ? [] : [drop(PREKEY, hex(spentPrekey)), drop(REPLY_KEY, hex(spentPrekey))]),
    ...(spentKemPrekey === undefined ? [] : [drop(KEM_PREKEY, hex(spentKemPrekey))]),
  ];
}

/** What an envelope that came too late erases: its one-time keys, and its place in a chain that is there. It begins none. */
export function lateChanges(book: Book, { senderDevice, start, effects }: Late, now: number): readonly BookChange[] {
  return start ? spentKeys(effects) : linkChanges(book, senderDevice, effects, 0n, now);
}

/** The newest by counter stay: a START that was overtaken does not push out the one the sender goes on with. */
function epochChanges(book: Book, device: string, epoch: ReceivingEpoch, counter: bigint): BookChange[] {
  const name = `${device}/${hex(epoch.epoch)}`;
  const moved = { ...epoch, begunBy: book.get(EPOCH, name)?.begunBy ?? counter };
  const others = [...book.all(EPOCH)].filter(([each]) => each.startsWith(`${device}/`) && each !== name);
  const newest = [[name, moved] as const, ...others].sort(([, a], [, b]) => (a.begunBy < b.begunBy ? 1 : -1));
  const kept = newest.slice(0, EPOCHS).some(([each]) => each === name) ? [put(EPOCH, name, moved)] : [];
  return [...kept, ...newest.slice(EPOCHS).flatMap(([each]) => endEpoch(book, each))];
}

/** Of one epoch. */
function skippedOf(book: Book, epochName: string) {
  return [...book.all(SKIPPED)].filter(([name]) => name.startsWith(`${epochName}/`));
}

/** Ends what a recipient keeps of one epoch. `name`: device, a slash and the epoch. */
function endEpoch(book: Book, name: string): readonly BookChange[] {
  return [drop(EPOCH, name), ...skippedOf(book, name).map(([each]) => drop(SKIPPED, each))];
}

/** Ends all links with these devices, both ways: they are no longer on the list in force, or that is another's. */
export function endLinks(book: Book, devices: readonly Bytes[]): readonly BookChange[] {
  const gone = new Set(devices.map(hex));
  const claimed = [...book.all(CLAIMED)].filter(([, { device }]) => gone.has(hex(device)));
  const waiting = [...book.all(RESEND)].filter(([, { device }]) => gone.has(hex(device)));
  const replies = [...book.all(REPLY_KEY)].filter(([, { device }]) => gone.has(hex(device))).map(([id]) => id);
  const links = [...gone].flatMap((device) => {
    const epochs = [...book.all(EPOCH).keys()].filter((name) => name.startsWith(`${device}/`));
    return [drop(SENDING, device), ...epochs.flatMap((name) => endEpoch(book, name))];
  });
  const ended = replies.flatMap((id) => [drop(REPLY_KEY, id), drop(PREKEY, id)]);
  return [...links, ...ended, ...claimed.map(([id]) => drop(CLAIMED, id)), ...waiting.map(([id]) => drop(RESEND, id))];
}
