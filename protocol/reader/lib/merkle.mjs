// RFC 9162, sections 2.1.1 and 2.1.3, with SHA-512.
import { H, equal, u8 } from "./bytes.mjs";

export const leafHash = (data) => H(u8(0), data);
const nodeHash = (left, right) => H(u8(1), left, right);
const split = (count) => 2 ** Math.floor(Math.log2(count - 1));

export const rootOf = (leaves) => {
  if (leaves.length === 1) return leafHash(leaves[0]);
  const k = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
};

export const pathOf = (leaves, index) => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...pathOf(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...pathOf(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))];
};

/** The root that the path leads to, or undefined where index or length do not fit the count. */
export const rootByPath = (data, { index, leaf_count: count, siblings }) => {
  if (index >= count) return undefined;
  let [node, last, hash] = [index, count - 1, leafHash(data)];
  for (const sibling of siblings) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : undefined;
};

export const leadsTo = (root, data, path) => {
  const found = rootByPath(data, path);
  return found !== undefined && equal(found, root);
};
