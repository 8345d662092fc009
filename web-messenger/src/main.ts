/** The entrance: takes the invitation out of the address bar, opens the client, draws. */

import { ClientError } from "./client/api.js";
import { openMessenger } from "./client/index.js";
import "./ui/app.js";
import { takeInvitationCode } from "./ui/gate/invitation-code.js";

const invitationCode = takeInvitationCode(window) ?? "";
const starting = document.createElement("mf-notice");
starting.notice = { kind: "starting" };
document.body.replaceChildren(starting);

try {
  const app = document.createElement("mf-app");
  app.messenger = await openMessenger();
  app.invitationCode = invitationCode;
  document.body.replaceChildren(app);
} catch (failure) {
  starting.notice = { kind: "broken", code: failure instanceof ClientError ? failure.code : "internal" };
}
