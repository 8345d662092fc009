// The schema in protocol/src/main/protobuf/mayfly/v1, as far as vectors hold it, with the lengths of its comments.
const field = (number, name, type, rules = {}) => ({ number, name, type, ...rules });
const bytes = (number, name, length, rules = {}) => field(number, name, "bytes", { length, ...rules });
const id = (number, name) => bytes(number, name, 16);
const time = (number, name) => field(number, name, "uint64", { time: true });
const ordinal = (number, name) => field(number, name, "uint64", { ordinal: true });
const many = { repeated: true };

export const ENUMS = { DeviceClass: [0, 1, 2], PrekeyType: [0, 1, 2], WrapState: [0, 1, 2, 3] };
export const P521_TYPE = 1;
export const MLKEM_TYPE = 2;
export const STATE = { START: 1, FRESH: 2, CHAIN: 3 };

export const MESSAGES = {
  // keys.proto
  ListedDevice: [
    id(1, "device"),
    bytes(2, "signing_key", 133),
    field(3, "device_class", "DeviceClass", { set: true }),
    field(4, "suites", "uint32", { ...many, packed: true, count: [1, 16] }),
    time(5, "created"),
    bytes(6, "enrol_signature", 132),
  ],
  DeviceList: [
    id(1, "user"),
    ordinal(2, "version"),
    bytes(3, "previous", [0, 64]),
    field(4, "devices", "ListedDevice", { ...many, count: [1, 16] }),
  ],
  SignedDeviceList: [bytes(1, "identity_key", 133), bytes(2, "list"), bytes(3, "signature", 132)],
  PrekeyBatch: [
    id(1, "user"),
    bytes(2, "identity_fingerprint", 64),
    id(3, "device"),
    field(4, "type", "PrekeyType", { set: true }),
    id(5, "batch"),
    time(6, "created"),
    time(7, "expires"),
    field(8, "count", "uint32", { set: true }),
    bytes(9, "root", 64),
  ],
  SignedPrekeyBatch: [bytes(1, "batch"), bytes(2, "signature", 132)],
  Prekey: [id(1, "id"), bytes(2, "key", [133, 1568])],
  MerklePath: [field(1, "index", "uint32"), field(2, "leaf_count", "uint32"), bytes(3, "siblings", 64, many)],
  ClaimedPrekey: [
    id(1, "user"),
    id(2, "device"),
    field(3, "batch", "SignedPrekeyBatch"),
    field(4, "prekey", "Prekey"),
    field(5, "path", "MerklePath"),
  ],
  // envelope.proto
  OuterHeader: [
    field(1, "version", "uint32"),
    id(2, "network"),
    id(3, "message_id"),
    id(4, "sender_user"),
    id(5, "sender_device"),
    bytes(6, "signing_key_fingerprint", 64),
    bytes(7, "key_commitment", 64),
    time(8, "discard_at"),
  ],
  Wrap: [
    field(1, "suite", "uint32"),
    field(2, "state", "WrapState"),
    bytes(3, "prekey", [0, 16]),
    bytes(4, "encapsulated", [0, 133]),
    bytes(5, "kem_prekey", [0, 16]),
    bytes(6, "kem_ciphertext", [0, 1568]),
    bytes(7, "epoch", [0, 32]),
    field(8, "index", "fixed32"),
    field(9, "sub_index", "fixed32"),
    bytes(10, "sealed", 214),
  ],
  RecipientWrap: [id(1, "user"), id(2, "device"), bytes(3, "wrap")],
  // sealed.proto
  Ephemerality: [field(1, "expires_after_seconds", "uint32", { set: true }), field(2, "burn_after_seconds", "uint32")],
  Original: [id(1, "message_id"), time(2, "sent_at"), field(3, "ephemerality", "Ephemerality")],
  Context: [
    bytes(1, "conversation", 32),
    ordinal(2, "counter"),
    time(3, "sent_at"),
    field(4, "ephemerality", "Ephemerality"),
    bytes(5, "sender_identity_fingerprint", 64),
    ordinal(6, "sender_list_version"),
    bytes(7, "sender_list_hash", 64),
    bytes(8, "roster_hash", 64),
    bytes(9, "control_head", [0, 64]),
    bytes(10, "log_checkpoint"),
    field(11, "original", "Original", { optional: true }),
  ],
  Text: [field(1, "body", "string")],
  Delivered: [bytes(1, "message_ids", undefined, many)],
  Displayed: [bytes(1, "message_id"), field(2, "displayed_at", "uint64")],
  NotOpened: [bytes(1, "message_id"), bytes(2, "hash")],
  Content: [
    field(1, "text", "Text", { oneof: "kind" }),
    field(2, "delivered", "Delivered", { oneof: "kind" }),
    field(3, "displayed", "Displayed", { oneof: "kind" }),
    field(4, "not_opened", "NotOpened", { oneof: "kind" }),
  ],
  Payload: [field(1, "context", "Context"), field(2, "content", "Content", { optional: true })],
  // socket.proto
  SeenList: [id(1, "user"), ordinal(2, "version")],
  Submit: [
    bytes(1, "header"),
    bytes(2, "ciphertext", undefined, { min: 528, max: 262144 }),
    bytes(3, "signature", 132),
    field(4, "wraps", "RecipientWrap", { ...many, count: [1, 1000] }),
    field(5, "lists", "SeenList", many),
  ],
  Deliver: [
    ordinal(1, "delivery"),
    bytes(2, "header"),
    bytes(3, "ciphertext", undefined, { min: 528, max: 262144 }),
    bytes(4, "signature", 132),
    bytes(5, "wrap"),
    field(6, "path", "MerklePath"),
  ],
  UploadPrekeys: [field(1, "batch", "SignedPrekeyBatch"), field(2, "prekeys", "Prekey", { ...many, count: [1, 200] })],
};
