import { cleanText } from "../clean_text.ts";
import { MAX_ARCHIVE_BYTES } from "./limits.ts";
import { Refused } from "./locate.ts";
import { readRegularFile } from "./read_regular_file.ts";
import { readTar } from "./read_tar.ts";
import { readZip } from "./read_zip.ts";
import { refuseAll, type Source } from "./source.ts";

/**
 * Opens a zip, a tar or a tar in gzip, by what it is and not by its name: it is read into memory, nothing is unpacked to a
 * file. Whatever is wrong with it is an answer of the source.
 *
 * @param folders of the lessons that are looked for, as in `05_pipeline`
 */
export async function openArchive(path: string, folders: ReadonlySet<string>): Promise<Source> {
  const file = readRegularFile(path, MAX_ARCHIVE_BYTES);
  if (file === "missing") return refuseAll("the archive is no longer there");
  if ("problem" in file) return refuseAll(`the archive ${file.problem}`);
  const read = isZip(file.bytes) ? readZip : readTar;
  try {
    return (await read(file.bytes, folders)).toSource();
  } catch (error) {
    if (error instanceof Refused) return refuseAll(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    const text = cleanText(reason.replace(/\.$/, ""), 200).text;
    return refuseAll(`the archive is damaged, or no zip, tar or tar.gz (${text})`);
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
