/** The server's side of the protocol in memory: as honest as the real one, unless a test tells it to be otherwise. */
import { create, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { DeviceListSchema, PrekeyBatchSchema, PrekeyType } from "#wire/keys_pb.js";
import {
  ClientFramesSchema, DeliverSchema, ServerFramesSchema, type ClientFrame, type Deliver, type ServerFrameSchema, type Submit,
} from "#wire/socket_pb.js";
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import { concat, equal, utf8, type Bytes } from "../src/bytes/bytes.js";
import { u64, u8 } from "../src/bytes/integers.js";
import { hex } from "../src/bytes/text.js";
import { decode, encode } from "../src/codec/canonical.js";
import { RequestError, type Dial } from "../src/connection/ports.js";
import { DeviceAccount, Online, UserAccount, type Mail, type Refusal, type Settler } from "./accounts.js";
import type { RestPolicy } from "../src/connection/forms.js";
import type { OpenedInvitation, Rest } from "../src/connection/rest.js";
import { randomBytes } from "../src/crypto/random.js";
import { verify } from "../src/crypto/signature.js";
import type { SignedList } from "../src/protocol/device-list.js";
import { wrapLeaf } from "../src/protocol/envelope.js";
import { merklePath, merklePaths } from "../src/protocol/merkle.js";
import type { KeyType, Upload } from "../src/protocol/prekeys.js";
import { RecoveryDouble, unauthenticated } from "./recovery-double.js";
import type { ManualTimers } from "./manual-timers.js";

export const SERVER = "https://mayfly.example";

type ServerBody = NonNullable<MessageInitShape<typeof ServerFrameSchema>["body"]>;

export class ServerDouble {
  readonly network = randomBytes(16);
  readonly users = new Map<string, UserAccount>();
  readonly submitted = new Map<string, Bytes>();
  /** Every key ever given out. */
  readonly claimLog: string[] = [];
  /** Requests for keys. */
  claims = 0;
  /** Requests for lists of devices. */
  listsAsked = 0;
  /** Both, as they stood when each submission came. */
  readonly askedBeforeSubmit: number[] = [];
  readonly submissions: Submit[] = [];
  policy: RestPolicy = {
    version: 1, expirationMinimum: 5, expirationDefault: 604_800, expirationMaximum: 2_592_000, burnDefault: 0,
    burnMaximum: 3_600, userMayChoose: true, classicalSuiteAllowed: false,
    deviceApproval: true, devicesMaximum: 5, lastSeenAllowed: false, recoveryKeyAllowed: true, identityChangeBlocks: true,
  };
  reachable = true;
  /** Of LoggedIn alone: ms that its time is ahead. */
  ahead = 0;
  name = SERVER;
  /** Commits, but the answer is lost with the connection. */
  loseReceipts = 0;
  refuseSubmit: string | undefined;
  /** Of the next submissions, one each. */
  readonly refusals: Refusal[] = [];
  refuseLogIn: Refusal | undefined;
  /** What REST answers to the enrolled instead. */
  restFailure: string | undefined;
  loseEnrolmentAnswer = false;
  dialling: "answered" | "throws" | "silent" | "silent-after-challenge" = "answered";
  dials = 0;
  saysDrained = true;
  submitAttempts = 0;
  tamper: (deliver: Deliver) => Deliver = (deliver) => deliver;
  private sequence = 0;
  private readonly tokens = new Map<string, UserAccount>();
  private readonly held = new Set<string>();

  constructor(private readonly timers: ManualTimers) {}

  invite(name: string): string {
    const user = new UserAccount(randomBytes(16), name, `CODE-${name}`);
    this.users.set(hex(user.id), user);
    return `CODE-${name}`;
  }

  /** Another may enrol in that person's place. */
  impersonate(name: string): string {
    const user = new UserAccount(this.named(name).id, name, `CODE-FALSE-${name}`);
    this.users.set(hex(user.id), user);
    return `CODE-FALSE-${name}`;
  }

  /** A person whose device did not enrol here. */
  async settle(name: string, person: Settler): Promise<void> {
    const { user: id, device, list, key, uploads } = person;
    const user = new UserAccount(id, name, undefined);
    user.lists.push(list.signed);
    user.devices.push(new DeviceAccount(device, key.publicKey));
    this.users.set(hex(id), user);
    for (const upload of uploads) await this.store(user.only, upload);
  }

  /** A list that this server has no right to hand out, or one made by its user elsewhere. */
  publish(name: string, list: SignedList): void {
    const user = this.named(name);
    user.lists.push(list);
    const { devices } = fromBinary(DeviceListSchema, list.list);
    const before = user.devices;
    user.devices = devices.map(({ device, signingKey }) => user.device(device) ?? new DeviceAccount(device, signingKey));
    before.filter((each) => !user.devices.includes(each)).forEach((each) => this.end(each));
    this.announce(user);
  }

  /** Revoked. */
  end({ online }: DeviceAccount): void {
    this.close(online, 4403);
  }

  /** Whose device that token was given to. */
  owner(token: Bytes): UserAccount {
    return this.tokens.get(hex(token)) ?? unauthenticated();
  }

  /** Tells all who are connected. */
  announce(user: UserAccount): void {
    const value = { user: user.id, version: BigInt(user.lists.length) };
    for (const { online } of this.devices()) if (online !== undefined) this.send(online, 0, { case: "devicesChanged", value });
  }

  /** Keeps what comes for that person, who can send. */
  hold(name: string): void {
    this.held.add(name);
  }

  release(name: string): void {
    this.held.delete(name);
    for (const { online, mailbox } of this.named(name).devices) {
      if (online !== undefined) mailbox.forEach((mail) => this.deliver(online, mail));
    }
  }

  named(name: string): UserAccount {
    return [...this.users.values()].find((user) => user.name === name)!;
  }

  cut(name?: string): void {
    for (const user of this.users.values()) {
      if (name === undefined || user.name === name) user.devices.forEach(({ online }) => this.close(online, 1006));
    }
  }

  push(name: string, body: ServerBody): void {
    for (const { online } of this.named(name).devices) if (online !== undefined) this.send(online, 0, body);
  }

  /** What the server has delivered already, and delivers once more: an acknowledgement that it lost. */
  async deliverAgain(submit: Submit, name: string): Promise<void> {
    const leaves = await Promise.all(submit.wraps.map(({ device, wrap }) => wrapLeaf(device, wrap)));
    await this.file(submit, submit.wraps.findIndex(({ device }) => equal(device, this.named(name).only.device)), leaves);
  }

  private devices(): readonly DeviceAccount[] {
    return [...this.users.values()].flatMap(({ devices }) => devices);
  }

  readonly recovery = new RecoveryDouble(this, () => this.policy, () => this.timers.now);

  readonly rest: Rest = {
    ...this.recovery.deviceCalls,
    recovery: this.recovery.calls,
    openInvitation: async (code): Promise<OpenedInvitation> => {
      const user = this.byCode(code);
      return {
        network: { id: this.network, name: "Lab" },
        user: { id: user.id, name: user.name },
        expires: this.timers.now + 3_600_000,
        policy: this.policy,
      };
    },
    enrol: async (code, list, { agreement, kem }, recovery) => {
      if (this.restFailure !== undefined) throw new RequestError(this.restFailure);
      const user = this.byCode(code);
      const [device] = decode(DeviceListSchema, list.list).devices;
      user.code = undefined;
      const account = new DeviceAccount(device!.device, device!.signingKey);
      user.lists = [list];
      user.devices = [account];
      await this.store(account, agreement);
      await this.store(account, kem);
      this.recovery.enrolled(user, recovery);
      if (this.loseEnrolmentAnswer) throw new RequestError("offline");
    },
    directory: async () => {
      this.restAnswers();
      return [...this.users.values()].filter(({ list }) => list !== undefined).map(({ id, name }) => ({ id, name }));
    },
    deviceList: async (_token, id) => {
      this.listsAsked++;
      this.restAnswers();
      const list = this.users.get(hex(id))?.list;
      if (list === undefined) throw new RequestError("unknown-user");
      return list;
    },
    deviceLists: async (_token, id, after) => {
      this.restAnswers();
      return this.users.get(hex(id))?.lists.slice(after) ?? [];
    },
  };

  readonly dial: Dial = (events) => {
    this.dials++;
    if (this.dialling === "throws") throw new Error("no socket");
    const online = new Online(events);
    let ended = false;
    queueMicrotask(() => {
      if (this.dialling === "silent") return;
      if (!this.reachable) {
        events.closed(1006);
        return;
      }
      const value = { nonce: online.nonce, serverName: this.name, serverTime: BigInt(this.timers.serverNow) };
      this.send(online, 0, { case: "challenge", value });
    });
    return {
      send: (message) => {
        if (ended) return;
        const { frames } = decode(ClientFramesSchema, message);
        void Promise.all(frames.map((frame) => this.take(online, frame)));
      },
      close: () => {
        ended = true;
        this.close(online, 1000);
      },
    };
  };

  private restAnswers(): void {
    if (!this.reachable) throw new RequestError("offline");
    if (this.restFailure !== undefined) throw new RequestError(this.restFailure);
  }

  private byCode(code: string): UserAccount {
    if (!this.reachable) throw new RequestError("offline");
    const user = [...this.users.values()].find((each) => each.code === code);
    if (user === undefined) throw new RequestError("invitation-unusable");
    return user;
  }

  async store(device: DeviceAccount, upload: Upload): Promise<KeyType> {
    const { type, count } = decode(PrekeyBatchSchema, upload.batch);
    if (type === PrekeyType.UNSPECIFIED) throw new Error("type");
    const leaves = upload.prekeys.map(({ id, key }) => concat(u8(type), id, key));
    const paths = await merklePaths(leaves);
    const batch = { batch: upload.batch, signature: upload.signature };
    if (!(await verify(device.signingKey, batch.signature, "msgr/v1/opk-batch", this.network, batch.batch))) throw new Error("batch");
    if (count !== leaves.length) throw new Error("count");
    upload.prekeys.forEach(({ id, key }, i) => device.pools[type].push({ id, key, path: paths[i]!, batch }));
    return type;
  }

  private close(online: Online | undefined, code: number): void {
    if (online === undefined) return;
    if (online.device?.online === online) online.device.online = undefined;
    online.events.closed(code);
  }

  private send(online: Online, request: number, body: ServerBody): void {
    const bytes = encode(ServerFramesSchema, { frames: [{ request, body }] });
    queueMicrotask(() => online.events.message(bytes));
  }

  private refuse(online: Online, request: number, code: string, retryAfterMs = 0): void {
    this.send(online, request, { case: "refused", value: { code, retryAfterMs: BigInt(retryAfterMs) } });
  }

  private async take(online: Online, { request, body }: ClientFrame): Promise<void> {
    const { user, device } = online;
    if (body.case === "logIn") return this.logIn(online, request, body.value);
    if (user === undefined || device === undefined) return this.close(online, 4400);
    switch (body.case) {
      case "heartbeat":
        return this.send(online, request, { case: "heartbeat", value: { time: BigInt(this.timers.serverNow) } });
      case "submit":
        return this.submit(online, request, body.value);
      case "acknowledge":
        for (const delivery of body.value.deliveries) {
          const sequence = online.sent.get(delivery);
          device.mailbox = device.mailbox.filter((each) => each.sequence !== sequence);
        }
        return;
      case "claimPrekeys": {
        const [wanted] = body.value.wanted;
        this.claims++;
        const { type } = body.value;
        if (type === PrekeyType.UNSPECIFIED) return this.refuse(online, request, "malformed");
        const owner = this.users.get(hex(wanted!.user))?.device(wanted!.device);
        if (owner === undefined) return this.refuse(online, request, "unknown-device");
        const pool = owner.pools[type];
        const given = pool.splice(0, wanted!.count);
        this.claimLog.push(...given.map(({ id }) => hex(id)));
        const prekeys = given.map(({ id, key, path, batch }) => ({
          user: wanted!.user, device: owner.device, batch, prekey: { id, key }, path: { ...path, siblings: [...path.siblings] },
        }));
        if (owner.online !== undefined && pool.length <= 50) {
          this.send(owner.online, 0, { case: "prekeysLow", value: { type, prekeysLeft: pool.length } });
        }
        const exhausted = given.length < wanted!.count ? [owner.device] : [];
        return this.send(online, request, { case: "prekeysClaimed", value: { prekeys, exhausted } });
      }
      case "uploadPrekeys": {
        const { batch, prekeys } = body.value;
        const type = await this.store(device, { batch: batch!.batch, signature: batch!.signature, prekeys });
        return this.send(online, request, { case: "prekeysStored", value: { prekeysLeft: device.pools[type].length } });
      }
      default:
        return this.close(online, 4400);
    }
  }

  private async logIn(online: Online, request: number, logIn: Extract<ClientFrame["body"], { case: "logIn" }>["value"]) {
    if (this.dialling === "silent-after-challenge") return;
    if (this.refuseLogIn !== undefined) {
      return this.refuse(online, request, this.refuseLogIn.code, this.refuseLogIn.retryAfterMs);
    }
    const user = this.users.get(hex(logIn.user));
    const device = user?.device(logIn.device);
    if (user === undefined || device === undefined) {
      this.refuse(online, request, "unauthenticated");
      // A frame and the end of a connection are events of their own.
      setImmediate(() => this.close(online, 4401));
      return;
    }
    if (user.suspended) {
      this.refuse(online, request, "suspended");
      return queueMicrotask(() => this.close(online, 4403));
    }
    const fields = [utf8(SERVER), logIn.user, logIn.device, online.nonce, u64(logIn.time), u64(logIn.storeGeneration)];
    const good = await verify(device.signingKey, logIn.signature, "msgr/v1/login", this.network, ...fields);
    if (!good) return this.refuse(online, request, "unauthenticated");
    online.user = user;
    online.device = device;
    device.online = online;
    const { version, ...policy } = this.policy;
    const restToken = randomBytes(32);
    this.tokens.set(hex(restToken), user);
    this.send(online, request, {
      case: "loggedIn",
      value: {
        restToken,
        restTokenExpires: BigInt(this.timers.serverNow + 3_600_000),
        policy: { version: BigInt(version), ...policy },
        prekeysLeft: device.pools[PrekeyType.P521].length,
        kemPrekeysLeft: device.pools[PrekeyType.MLKEM1024].length,
        maxFrameBytes: 1 << 20,
        maxRecipients: 1000,
        serverTime: BigInt(this.timers.serverNow + this.ahead),
      },
    });
    device.mailbox.forEach((mail) => this.deliver(online, mail));
    if (this.saysDrained) this.send(online, 0, { case: "drained", value: {} });
  }

  private deliver(online: Online, { sequence, ...mail }: Mail): void {
    const delivery = online.next++;
    online.sent.set(delivery, sequence);
    const { header, ciphertext, signature, wrap, path } = mail;
    const steps = { index: path.index, leafCount: path.leafCount, siblings: [...path.siblings] };
    const frame = create(DeliverSchema, { delivery, header, ciphertext, signature, wrap, path: steps });
    this.send(online, 0, { case: "deliver", value: this.tamper(frame) });
  }

  private async submit(online: Online, request: number, submit: Submit): Promise<void> {
    this.submitAttempts++;
    this.askedBeforeSubmit.push(this.claims + this.listsAsked);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return this.refuse(online, request, refusal.code, refusal.retryAfterMs);
    if (this.refuseSubmit !== undefined) return this.refuse(online, request, this.refuseSubmit);
    const stale = submit.lists.filter(({ user, version }) => Number(version) < (this.users.get(hex(user))?.lists.length ?? 0));
    if (stale.length > 0) {
      const users = stale.map(({ user }) => user);
      return this.send(online, request, { case: "refused", value: { code: "stale-device-list", users } });
    }
    if (submit.wraps.some(({ user, device }) => this.users.get(hex(user))?.device(device) === undefined)) {
      return this.refuse(online, request, "not-recipient");
    }
    const { messageId } = fromBinary(OuterHeaderSchema, submit.header);
    const known = this.submitted.get(hex(messageId));
    if (known === undefined) {
      this.submitted.set(hex(messageId), submit.signature);
      this.submissions.push(submit);
      const leaves = await Promise.all(submit.wraps.map(({ device, wrap }) => wrapLeaf(device, wrap)));
      for (const index of submit.wraps.keys()) await this.file(submit, index, leaves);
    }
    if (this.loseReceipts > 0) {
      this.loseReceipts--;
      return this.close(online, 1006);
    }
    this.send(online, request, { case: "receipt", value: { messageId, acceptedAt: BigInt(this.timers.serverNow) } });
  }

  private async file({ header, ciphertext, signature, wraps }: Submit, index: number, leaves: readonly Bytes[]): Promise<void> {
    const { user, device, wrap } = wraps[index]!;
    const { name } = this.users.get(hex(user))!;
    const recipient = this.users.get(hex(user))!.device(device)!;
    const mail = { header, ciphertext, signature, wrap, path: await merklePath(leaves, index), sequence: ++this.sequence };
    recipient.mailbox.push(mail);
    if (recipient.online !== undefined && !this.held.has(name)) this.deliver(recipient.online, mail);
  }
}
