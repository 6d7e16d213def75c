import { assertEquals } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { missingCapability } from "../../tests/harness/capabilities.ts";
import { E2BIG, EINVAL, ENOMSG, IPC_PRIVATE } from "./os.ts";
import { openRawMsg } from "./raw_msg.ts";

Deno.test({
  name: "openRawMsg() sends, selects, refuses and removes as msgop(2) says",
  ignore: isLeftOut(import.meta, missingCapability(["sysv"])),
  fn: () => {
    using raw = openRawMsg();
    const id = raw.get(IPC_PRIVATE, 0o600);
    try {
      const message = Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 65, 66, 67);
      assertEquals(raw.snd(id, message, 3), 0);
      const buffer = new Uint8Array(8 + 3);
      assertEquals([raw.rcv(id, buffer, 3, 1), raw.errno()], [-1, ENOMSG]);
      assertEquals([raw.rcv(id, buffer, 2, 2), raw.errno()], [-1, E2BIG]);
      assertEquals([raw.rcv(id, buffer, 3, -2), [...buffer]], [3, [...message]]);
    } finally {
      assertEquals(raw.rmid(id), 0);
    }
    assertEquals([raw.rmid(id), raw.errno()], [-1, EINVAL]);
  },
});
