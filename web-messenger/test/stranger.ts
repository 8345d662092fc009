/** A colleague whose client is of their own making: they choose ids and keys as they like. */
import { fromBinary } from "@bufbuild/protobuf";
import { PrekeyType } from "#wire/keys_pb.js";
import { SubmitSchema, type Submit } from "#wire/socket_pb.js";
import type { Bytes } from "../src/bytes/bytes.js";
import { randomBytes } from "../src/crypto/random.js";
import type { TrustedList } from "../src/protocol/device-list.js";
import { sealEnvelope } from "../src/protocol/seal.js";
import { planWrap } from "../src/protocol/sending-link.js";
import { HYBRID } from "../src/protocol/suite.js";
import type { SpendableKey } from "../src/protocol/wrap-sealing.js";
import type { ManualTimers } from "./manual-timers.js";
import { person, textDraft, type Person } from "./people.js";
import type { ServerDouble } from "./server-double.js";

export class Stranger {
  private counter = 0;

  private constructor(
    readonly person: Person,
    private readonly server: ServerDouble,
    private readonly timers: ManualTimers,
  ) {}

  static async settle(name: string, server: ServerDouble, timers: ManualTimers): Promise<Stranger> {
    const made = await person(server.network);
    await server.settle(name, { ...made, uploads: [] });
    return new Stranger(made, server, timers);
  }

  /** To the first device of that person, by START. `lost`: for keys that nobody has. */
  async write(name: string, list: TrustedList, body: string, messageId: Bytes = randomBytes(16), lost = false): Promise<Submit> {
    const { pools } = this.server.named(name).device(list.devices[0]!.device)!;
    const [prekey, kemPrekey] = [pools[PrekeyType.P521][0]!, pools[PrekeyType.MLKEM1024][0]!];
    const keys = lost
      ? { prekey: { ...prekey, id: randomBytes(16) }, kemPrekey: { ...kemPrekey, id: randomBytes(16) } }
      : { prekey: pools[PrekeyType.P521].shift()!, kemPrekey: pools[PrekeyType.MLKEM1024].shift()! };
    const plan = planWrap<SpendableKey>(undefined, HYBRID, keys, this.timers.now)!;
    const draft = { ...textDraft(++this.counter, body, this.timers.now), messageId };
    const { submit } = await sealEnvelope(this.person, list, [{ of: list, device: list.devices[0]!, plan }], draft, this.timers.now);
    return fromBinary(SubmitSchema, submit);
  }
}
