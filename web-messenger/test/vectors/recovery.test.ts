import { p521_oprf } from "@noble/curves/nist.js";
import { describe, expect, it } from "vitest";
import { equal, utf8, type Bytes } from "../../src/bytes/bytes.js";
import { fromHex, hex } from "../../src/bytes/text.js";
import { UnopenableError } from "../../src/crypto/aead.js";
import { stretch } from "../../src/crypto/argon2.js";
import { expand, sha512 } from "../../src/crypto/hash.js";
import { blind, finalize, newScalar, NoElementError, publicKeyOf } from "../../src/crypto/oprf.js";
import { randomBytes } from "../../src/crypto/random.js";
import { verify } from "../../src/crypto/signature.js";
import { deviceNameKey, openName, sealName } from "../../src/protocol/device-name.js";
import { hardenedSecret, logInKey, openBundle, passphraseInput, sealBundle, signLogIn } from "../../src/protocol/recovery.js";
import { newRecoveryKey, printed, recoveryKeySecret, typed } from "../../src/protocol/recovery-key.js";
import { read } from "./files.js";

interface Recovery {
  readonly passphrase: string;
  readonly input: string;
  readonly oprfOutput: string;
  readonly bundleKey: string;
  readonly logInKey: string;
  readonly network: string;
  readonly user: string;
  readonly identityKey: string;
  readonly identityPrivateKey: string;
  readonly version: number;
  readonly seedId: string;
  readonly bundle: string;
}

const recovery = read("recovery.json") as Recovery;
const context = {
  way: "passphrase", network: fromHex(recovery.network), user: fromHex(recovery.user),
  identityKey: fromHex(recovery.identityKey), version: recovery.version, seedId: fromHex(recovery.seedId),
} as const;

describe("recovery by passphrase", () => {
  it("goes step by step as recovery.json says", async () => {
    expect(hex(passphraseInput(recovery.passphrase))).toBe(recovery.input);
    const secret = await hardenedSecret(stretch, fromHex(recovery.oprfOutput));
    expect(hex(await expand(secret, "msgr/v1/bundle", 32))).toBe(recovery.bundleKey);
    expect(hex((await logInKey(secret)).publicKey)).toBe(recovery.logInKey);
    const scalar = await openBundle(secret, context, fromHex(recovery.bundle));
    expect(hex(scalar)).toBe(recovery.identityPrivateKey);
    expect(hex(publicKeyOf(scalar)!)).toBe(recovery.identityKey);
    expect(await openBundle(secret, context, await sealBundle(secret, context, scalar))).toEqual(scalar);
  });

  it("opens a bundle for nobody else, of no other version, and of no other key", async () => {
    const [secret, scalar, other] = [randomBytes(64), await newScalar(), await newScalar()];
    const mine = { ...context, identityKey: publicKeyOf(scalar)! };
    const bundle = await sealBundle(secret, mine, scalar);
    const wrong = [
      { ...mine, user: randomBytes(16) }, { ...mine, network: randomBytes(16) }, { ...mine, version: 2 },
      { ...mine, seedId: randomBytes(16) }, { ...mine, way: "recovery-key" } as const,
    ];
    for (const each of wrong) await expect(openBundle(secret, each, bundle)).rejects.toThrow(UnopenableError);
    await expect(openBundle(randomBytes(64), mine, bundle)).rejects.toThrow(UnopenableError);
    await expect(openBundle(secret, mine, await sealBundle(secret, mine, other))).rejects.toThrow(UnopenableError);
  });
});

describe("the OPRF", () => {
  interface Evaluation {
    readonly input: string;
    readonly blind: string;
    readonly evaluatedElement: string;
    readonly output: string;
  }

  it("finalizes as RFC 9497 does", () => {
    const { evaluations } = read("rfc9497-p521-sha512.json") as { readonly evaluations: readonly Evaluation[] };
    expect(evaluations.length).toBeGreaterThan(0);
    for (const { input, blind: scalar, evaluatedElement, output } of evaluations) {
      expect(hex(finalize(fromHex(input), fromHex(scalar), fromHex(evaluatedElement)))).toBe(output);
    }
  });

  it("gives the same whatever it was blinded with, and hides the input from the server", () => {
    const { secretKey } = p521_oprf.oprf.generateKeyPair();
    const outputs = [1, 2].map(() => {
      const { blind: scalar, element } = blind(utf8("marble"));
      return [element, finalize(utf8("marble"), scalar, p521_oprf.oprf.blindEvaluate(secretKey, element))] as const;
    });
    expect(equal(outputs[0]![1], outputs[1]![1])).toBe(true);
    expect(equal(outputs[0]![0], outputs[1]![0])).toBe(false);
  });

  it("takes no element but a compressed point that is not infinity", () => {
    const { blind: scalar, element } = blind(utf8("marble"));
    const uncompressed = publicKeyOf(new Uint8Array(66).fill(1, 65))!;
    const bad: readonly Bytes[] = [new Uint8Array(67), new Uint8Array(1), uncompressed, element.slice(1), new Uint8Array(67).fill(0xff).fill(2, 0, 1)];
    for (const each of bad) expect(() => finalize(utf8("marble"), scalar, each)).toThrow(NoElementError);
  });
});

describe("a recovery log-in", () => {
  it("is signed as signed-inputs.json says", async () => {
    const key = await logInKey(randomBytes(64));
    const [challenge, time] = [randomBytes(32), 1_796_000_000_000];
    const names = { networkName: "Österblick", userName: "anna" };
    const signature = await signLogIn(key, { serverName: "https://localhost:8443", challenge, ...names, way: "recovery-key", time });
    const fields = [utf8("https://localhost:8443"), await sha512(challenge), utf8("Österblick"), utf8("anna"), fromHex("02"), fromHex(time.toString(16).padStart(16, "0"))];
    expect(await verify(key.publicKey, signature, "msgr/v1/recover", new Uint8Array(16), ...fields)).toBe(true);
  });
});

describe("a recovery key", () => {
  it("is printed in groups of four and read however it is typed", () => {
    const key = newRecoveryKey();
    const text = printed(key);
    expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(typed(text)).toEqual(key);
    expect(typed(` ${text.toLowerCase().replaceAll("-", " ")} `)).toEqual(key);
    expect(typed(text.replaceAll("0", "o").replaceAll("1", "l"))).toEqual(key);
    expect(printed(new Uint8Array(20).fill(0xff))).toBe("ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    for (const wrong of ["", text.slice(1), `${text}0`, text.replace(/.$/, "U"), text.replace(/.$/, "ß")]) expect(typed(wrong)).toBeUndefined();
  });

  it("opens what recovery-key.json has for it", async () => {
    const given = read("recovery-key.json") as Omit<Recovery, "passphrase"> & Record<"recoveryKey" | "printed" | "typed", string>;
    const key = fromHex(given.recoveryKey);
    expect(printed(key)).toBe(given.printed);
    expect(typed(given.typed)).toEqual(key);
    const secret = await recoveryKeySecret(key);
    expect(hex(await expand(secret, "msgr/v1/bundle", 32))).toBe(given.bundleKey);
    expect(hex((await logInKey(secret)).publicKey)).toBe(given.logInKey);
    const [network, user, identityKey] = [fromHex(given.network), fromHex(given.user), fromHex(given.identityKey)];
    const scalar = await openBundle(secret, { way: "recovery-key", network, user, identityKey, version: given.version }, fromHex(given.bundle));
    expect(hex(scalar)).toBe(given.identityPrivateKey);
  });

  it("makes another secret than any passphrase, the same every time", async () => {
    const key = newRecoveryKey();
    expect(await recoveryKeySecret(key)).toEqual(await recoveryKeySecret(key));
    expect(await recoveryKeySecret(newRecoveryKey())).not.toEqual(await recoveryKeySecret(key));
  });
});

describe("a device's name", () => {
  it("opens for its own person and device only, and is of one length", async () => {
    const scalar = await newScalar();
    const [key, user, device] = [await deviceNameKey(scalar), randomBytes(16), randomBytes(16)];
    const sealed = await sealName(key, user, device, "Büro");
    expect(sealed.length).toBe(92);
    expect((await sealName(key, user, device, "x".repeat(64))).length).toBe(92);
    expect(await openName(key, user, device, sealed)).toBe("Büro");
    expect(await openName(key, user, randomBytes(16), sealed)).toBeUndefined();
    expect(await openName(key, randomBytes(16), device, sealed)).toBeUndefined();
    expect(await openName(randomBytes(32), user, device, sealed)).toBeUndefined();
    for (const wrong of ["", "x".repeat(65), "a\0b"]) await expect(sealName(key, user, device, wrong)).rejects.toThrow(RangeError);
  });
});
