// Submissions that are archives, made to fool or to hurt whoever unpacks them.
import { gzipSync } from "node:zlib";
import { makeTar, type TarFile } from "./make_tar.ts";
import { makeZip, type ZipFile } from "./make_zip.ts";

/** An archive that must be taken with care. */
export interface HostileArchive {
  readonly name: string;
  /** As in `.zip`. */
  readonly ending: string;
  readonly makeBytes: () => Uint8Array<ArrayBuffer>;
  /** Words of the cause. */
  readonly says: string;
}

const MODULE = "lessons/05_pipeline/mod.ts";
const FOLDER = "lessons/05_pipeline";
/** Nothing that would be right, were it taken. */
const CODE = "export {};";
const CUT_BYTES = 30;

function zip(name: string, files: readonly ZipFile[], says: string): HostileArchive {
  return { name, ending: ".zip", makeBytes: () => makeZip(files), says };
}

function tar(name: string, files: readonly TarFile[], says: string): HostileArchive {
  return { name, ending: ".tar", makeBytes: () => makeTar(files), says };
}

/** Lists them. */
export const HOSTILE_ARCHIVES: readonly HostileArchive[] = [
  zip("links_the_module", [
    { name: MODULE, mode: 0o120777, contents: "/etc/hostname" },
  ], "is a symbolic link"),
  zip("links_the_folder", [
    { name: FOLDER, mode: 0o120777, contents: "/etc" },
    { name: MODULE, contents: CODE },
  ], "is a symbolic link"),
  zip("is_encrypted", [{ name: MODULE, flags: 1, contents: CODE }], "is encrypted"),
  zip("says_two_things", [
    { name: MODULE, localName: "notes.ts", contents: CODE },
  ], "is described twice in the archive"),
  zip("is_larger_than_it_says", [
    { name: MODULE, contents: new Uint8Array(20 << 20), size: 10 },
  ], "is larger than 256 kB"),
  zip("is_large", [{ name: MODULE, contents: new Uint8Array(20 << 20) }], "is larger than 256 kB"),
  zip("holds_the_module_twice", [
    { name: MODULE, contents: CODE },
    { name: `./${MODULE}`, contents: CODE },
  ], "is there more than once"),
  zip("leads_out", [
    { name: MODULE, contents: CODE },
    { name: "lessons/../../../../../tmp/ipco-was-here" },
  ], "a name that leads out of it"),
  zip("is_absolute", [
    { name: MODULE, contents: CODE },
    { name: "/tmp/ipco-was-here" },
  ], "a name that leads out of it"),
  zip("has_backslashes", [
    { name: "lessons\\" },
    { name: "lessons\\05_pipeline\\" },
    { name: "lessons\\05_pipeline\\mod.ts", contents: CODE },
  ], "has a backslash in its name"),
  zip("has_control_characters", [
    { name: "lessons/05_pipeline/\rmod.ts", contents: CODE },
  ], "has a control character in its name"),
  {
    ...zip("is_cut_off", [{ name: MODULE, contents: CODE }], "the archive is damaged"),
    makeBytes: () => makeZip([{ name: MODULE, contents: CODE }]).slice(0, -CUT_BYTES),
  },
  {
    ...zip("is_no_archive", [], "the archive is damaged, or no zip, tar or tar.gz"),
    makeBytes: () => new TextEncoder().encode(CODE.repeat(100)),
  },
  tar("links_the_module", [
    { name: MODULE, type: "2", link: "/etc/hostname" },
  ], "is a symbolic link"),
  tar("links_the_module_hard", [
    { name: MODULE, type: "1", link: "/etc/hostname" },
  ], "is a hard link"),
  tar("holds_a_fifo", [{ name: MODULE, type: "6" }], "is not a regular file"),
  tar("holds_a_device", [{ name: MODULE, type: "3" }], "is not a regular file"),
  tar("is_sparse", [{ name: MODULE, type: "S", contents: CODE }], "is not a regular file"),
  tar("is_a_terabyte", [{ name: MODULE, size: 1e12 }], "unpacks to more than 256 MB"),
  {
    ...tar("is_cut_off", [], "the archive is damaged"),
    makeBytes: () => makeTar([{ name: MODULE, contents: CODE }]).slice(0, 520),
  },
  {
    name: "unpacks_without_end",
    ending: ".tar.gz",
    makeBytes: makeBomb,
    says: "unpacks to more than 256 MB",
  },
];

/** A gigabyte in a megabyte: gzip may go on with the next member (RFC 1952). */
function makeBomb(): Uint8Array<ArrayBuffer> {
  const head = gzipSync(makeTar([{ name: "notes", size: 2 ** 28 - 1024 }]).slice(0, 512));
  const piece = gzipSync(new Uint8Array(1 << 20));
  const bomb = new Uint8Array(head.length + 1024 * piece.length);
  bomb.set(head);
  for (let count = 0; count < 1024; count++) bomb.set(piece, head.length + count * piece.length);
  return bomb;
}
