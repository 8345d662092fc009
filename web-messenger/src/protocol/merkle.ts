/** RFC 9162 section 2.1 with SHA-512. */
import { compare, type Bytes } from "../bytes/bytes.js";
import { u8 } from "../bytes/integers.js";
import { HASH_LENGTH, sha512 } from "../crypto/hash.js";

/** What leads from a leaf to the root. */
export interface Path {
  readonly index: number;
  readonly leafCount: number;
  readonly siblings: readonly Bytes[];
}

export function leafHash(data: Bytes): Promise<Bytes> {
  return sha512(u8(0), data);
}

function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha512(u8(1), left, right);
}

/** Leaves in the order of their ids, which ascend and are unique. At least one. */
export async function merkleRoot(leaves: readonly Bytes[]): Promise<Bytes> {
  return subtreeRoot(await Promise.all(leaves.map(leafHash)));
}

export async function merklePath(leaves: readonly Bytes[], index: number): Promise<Path> {
  const hashes = await Promise.all(leaves.map(leafHash));
  return { index, leafCount: leaves.length, siblings: await siblings(hashes, index) };
}

/** The root to which the path leads, or nothing where the path has not the form of one. */
export async function rootFromPath(leaf: Bytes, path: Path): Promise<Bytes | undefined> {
  if (path.index >= path.leafCount || path.siblings.some((sibling) => sibling.length !== HASH_LENGTH)) return undefined;
  let index = path.index;
  let last = path.leafCount - 1;
  let root = await leafHash(leaf);
  for (const sibling of path.siblings) {
    if (last === 0) return undefined;
    if (index % 2 === 1 || index === last) {
      root = await nodeHash(sibling, root);
      while (index % 2 === 0 && index !== 0) {
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
      }
    } else {
      root = await nodeHash(root, sibling);
    }
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : undefined;
}

export function ascending(ids: readonly Bytes[]): boolean {
  return ids.every((id, i) => i === 0 || compare(ids[i - 1] ?? id, id) < 0);
}

/** The largest power of two smaller than `count`. */
function split(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

async function subtreeRoot(hashes: readonly Bytes[]): Promise<Bytes> {
  const [only, ...others] = hashes;
  if (only === undefined) throw new RangeError("a tree has leaves");
  if (others.length === 0) return only;
  const middle = split(hashes.length);
  return nodeHash(await subtreeRoot(hashes.slice(0, middle)), await subtreeRoot(hashes.slice(middle)));
}

async function siblings(hashes: readonly Bytes[], index: number): Promise<readonly Bytes[]> {
  if (hashes.length === 1) return [];
  const middle = split(hashes.length);
  const [left, right] = [hashes.slice(0, middle), hashes.slice(middle)];
  return index < middle
    ? [...(await siblings(left, index)), await subtreeRoot(right)]
    : [...(await siblings(right, index - middle)), await subtreeRoot(left)];
}

/** All paths at once: each subtree is hashed once. */
export async function merklePaths(leaves: readonly Bytes[]): Promise<readonly Path[]> {
  const paths: Bytes[][] = leaves.map(() => []);
  const climb = async (from: number, hashes: readonly Bytes[]): Promise<Bytes> => {
    const [first] = hashes;
    if (hashes.length === 1 && first !== undefined) return first;
    const middle = split(hashes.length);
    const left = await climb(from, hashes.slice(0, middle));
    const right = await climb(from + middle, hashes.slice(middle));
    for (let i = 0; i < hashes.length; i++) paths[from + i]?.push(i < middle ? right : left);
    return nodeHash(left, right);
  };
  if (leaves.length > 0) await climb(0, await Promise.all(leaves.map(leafHash)));
  return paths.map((siblings, index) => ({ index, leafCount: leaves.length, siblings }));
}

