// @lesson pipeline
// @expect fail
// @idea finds the socket of the other end and speaks for it
const [, socket = ""] = Deno.args;
const dir = socket.split("/").slice(0, -2).join("/");
for (const side of dir === "" ? [] : ["observe", "attend", "c"]) {
  try {
    for (const { name } of Deno.readDirSync(`${dir}/${side}`)) {
      await Deno.connect({ transport: "unix", path: `${dir}/${side}/${name}` });
      throw new Error("found a socket that listens");
    }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("found")) throw error;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
