// Which sockets belong together. /proc/net says it of TCP; of Unix sockets only ss(8) does (it asks sock_diag(7)).
import { readText } from "./processes.ts";

/** One socket: `inode` is the number in `socket:[…]`. */
export interface SocketFacts {
  readonly inode: string;
  readonly kind: "unix" | "tcp" | "udp";
  /** A path, or an address and port; empty for the nameless end of a Unix connection. */
  readonly local: string;
  readonly isListening: boolean;
  /** The socket at the other end, where it is known. */
  readonly peer?: string;
}

const RealCommand = Deno.Command; // kept: the registry replaces the global
const LISTENING = "0A"; // TCP_LISTEN in /proc/net/tcp
const ACCEPTS = 0x1_0000; // __SO_ACCEPTCON in the flags of /proc/net/unix

/** Lists the sockets of this network namespace. */
export function readSockets(): SocketFacts[] {
  const inet = [
    ...parseInet("tcp", readText("/proc/net/tcp") ?? ""),
    ...parseInet("tcp", readText("/proc/net/tcp6") ?? ""),
    ...parseInet("udp", readText("/proc/net/udp") ?? ""),
  ];
  return [...inet, ...parseUnix(readText("/proc/net/unix") ?? "", runSs())];
}

/** Parses /proc/net/tcp and its like: each line holds both addresses, so that ends find each other. */
export function parseInet(kind: "tcp" | "udp", text: string): SocketFacts[] {
  const rows = text.trim().split("\n").slice(1).map((line) => line.trim().split(/\s+/));
  const byPair = new Map(
    rows.map(([, local, remote, , , , , , , inode]) => [`${local} ${remote}`, inode]),
  );
  return rows.map(([, local = "", remote = "", state, , , , , , inode = ""]) => {
    const peer = byPair.get(`${remote} ${local}`);
    return {
      ...{ inode, kind, local: formatAddress(local), isListening: state === LISTENING },
      ...(peer === undefined || kind === "udp" ? {} : { peer }),
    };
  });
}

/** Parses /proc/net/unix, and takes the peers from lines of `ss -xanH`. */
export function parseUnix(text: string, ss: string): SocketFacts[] {
  const peers = new Map<string, string>();
  for (const line of ss.split("\n")) {
    const words = line.trim().split(/\s+/);
    const [inode, , peer] = words.slice(-3); // … inode * peer
    if (inode !== undefined && peer !== undefined && peer !== "0") peers.set(inode, peer);
  }
  return text.trim().split("\n").slice(1).map((line) => {
    const [, , , flags = "0", , , inode = "", ...path] = line.trim().split(/\s+/);
    const peer = peers.get(inode);
    return {
      ...{ inode, kind: "unix", local: path.join(" ") },
      isListening: (parseInt(flags, 16) & ACCEPTS) !== 0,
      ...(peer === undefined ? {} : { peer }),
    };
  });
}

/** Turns `0100007F:1F90` into `127.0.0.1:8080`: four bytes as one little-endian number. */
function formatAddress(text: string): string {
  const [address = "", port = ""] = text.split(":");
  const bytes = address.slice(-8).match(/../g)?.reverse() ?? [];
  return `${bytes.map((byte) => parseInt(byte, 16)).join(".")}:${parseInt(port, 16)}`;
}

function runSs(): string {
  try {
    const { stdout } = new RealCommand("ss", { args: ["-xanH"], stderr: "null" }).outputSync();
    return new TextDecoder().decode(stdout);
  } catch {
    return ""; // not installed: then nobody knows
  }
}
