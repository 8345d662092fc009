import { describe, expect, it } from "vitest";
import { DeviceListSchema, SignedDeviceListSchema } from "#wire/keys_pb.js";
import { fromHex, hex } from "../../src/bytes/text.js";
import { decode } from "../../src/codec/canonical.js";
import { judgeChain, judgeList, type SignedList, type TrustedList } from "../../src/protocol/device-list.js";
import { deviceNameKey, openName } from "../../src/protocol/device-name.js";
import { deviceCode } from "../../src/protocol/list-signing.js";
import { read } from "./files.js";

interface Version {
  readonly version: number;
  readonly signedDeviceList: string;
  readonly listHash: string;
  readonly devices: readonly { readonly device: string; readonly code: string }[];
}

interface Lists {
  readonly network: string;
  readonly user: string;
  readonly chain: readonly Version[];
  readonly broken: readonly { readonly why: string; readonly after: number; readonly signedDeviceList: string }[];
}

const { network, user, chain, broken } = read("lists.json") as Lists;
const [NETWORK, USER] = [fromHex(network), fromHex(user)];

function signed(encoded: string): SignedList {
  return decode(SignedDeviceListSchema, fromHex(encoded));
}

async function trusted(versions: number): Promise<readonly TrustedList[]> {
  const lists = await judgeChain(NETWORK, USER, chain.slice(0, versions).map((each) => signed(each.signedDeviceList)), undefined);
  if (lists === undefined) throw new Error("the chain is broken");
  return lists;
}

describe("lists.json", () => {
  it("is a chain whose hashes and codes come out the same here", async () => {
    for (const [i, list] of (await trusted(chain.length)).entries()) {
      const { version, listHash, devices } = chain[i]!;
      expect([list.version, hex(list.hash)]).toEqual([version, listHash]);
      const codes = decode(DeviceListSchema, list.signed.list).devices.map(async (entry) => ({
        device: hex(entry.device),
        code: (await deviceCode(NETWORK, USER, entry)).replace(/(.{5})(?=.)/gu, "$1 "),
      }));
      expect(await Promise.all(codes)).toEqual(devices);
    }
  });

  it.each(broken.map(({ why, ...rest }) => [why, rest] as const))("has one that does not continue the chain: %s", async (_why, { after, signedDeviceList }) => {
    const pinned = (await trusted(after)).at(-1);
    const list = signed(signedDeviceList);
    expect((await judgeList(NETWORK, USER, list, pinned)).kind).not.toBe("trusted");
    expect(await judgeChain(NETWORK, USER, [list], pinned)).toBeUndefined();
  });
});

describe("device-names.json", () => {
  interface Names {
    readonly identityPrivateKey: string;
    readonly nameKey: string;
    readonly user: string;
    readonly device: string;
    readonly names: readonly { readonly name: string; readonly sealed: string }[];
  }

  it("opens here", async () => {
    const { identityPrivateKey, nameKey, user: owner, device, names } = read("device-names.json") as Names;
    const key = await deviceNameKey(fromHex(identityPrivateKey));
    expect(hex(key)).toBe(nameKey);
    for (const { name, sealed } of names) expect(await openName(key, fromHex(owner), fromHex(device), fromHex(sealed))).toBe(name);
  });
});
