/** How links end: chain keys and the keys of messages passed over are erased together. */
import { hex } from "../bytes/text.js";
import type { TrustedList } from "../protocol/device-list.js";
import { drop, type Book, type BookChange } from "./book.js";
import { EPOCH, SENDING, SKIPPED } from "./records.js";

/** Ends what a recipient keeps of one epoch. `name`: device, a slash and the epoch. */
export function endEpoch(book: Book, name: string): readonly BookChange[] {
  const skipped = [...book.all(SKIPPED).keys()].filter((each) => each.startsWith(`${name}/`));
  return [drop(EPOCH, name), ...skipped.map((each) => drop(SKIPPED, each))];
}

/** Ends all links with the devices of a list, both ways: it is no longer the list in force. */
export function endLinks(book: Book, list: TrustedList | undefined): readonly BookChange[] {
  return (list?.devices ?? []).flatMap(({ device }) => {
    const epochs = [...book.all(EPOCH).keys()].filter((name) => name.startsWith(`${hex(device)}/`));
    return [drop(SENDING, hex(device)), ...epochs.flatMap((name) => endEpoch(book, name))];
  });
}
