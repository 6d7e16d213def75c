export interface WalkOptions {
  maxDepth?: number;
  includeFiles?: boolean;
  includeDirs?: boolean;
  includeSymlinks?: boolean;
  exts?: string[];
  match?: RegExp[];
  skip?: RegExp[];
}
export interface WalkEntry extends Deno.DirEntry {
  path: string;
}
export declare function walk(
  root: string | URL,
  options?: WalkOptions,
): AsyncIterableIterator<WalkEntry>;
export declare function walkSync(
  root: string | URL,
  options?: WalkOptions,
): IterableIterator<WalkEntry>;
export declare function ensureDir(dir: string | URL): Promise<void>;
export declare function ensureDirSync(dir: string | URL): void;
export declare function exists(path: string | URL): Promise<boolean>;
export declare function existsSync(path: string | URL): boolean;
export declare function copy(
  src: string | URL,
  dest: string | URL,
  options?: { overwrite?: boolean },
): Promise<void>;
