// What a submission may be. All sizes are looked at before anything is read.

/** One module, in bytes. */
export const MAX_FILE_BYTES = 256 * 1024;
/** All that is taken of a submission, in bytes. */
export const MAX_SUBMISSION_BYTES = 2 * 1024 * 1024;
/** More names than this in a lesson's folder are no lesson. */
export const MAX_NAMES = 200;

/** Says that a file is too large, to be put behind its path. */
export const IS_TOO_LARGE = `is larger than ${MAX_FILE_BYTES / 1024} kB`;
/** Says that all files together are too large. */
export const ALL_TOO_LARGE = `the submission is larger than ${MAX_SUBMISSION_BYTES / 2 ** 20} MB`;

/** An archive as it was handed in, in bytes. */
export const MAX_ARCHIVE_BYTES = 64 << 20;
/** What a tar may unpack to, in bytes; of a zip only single files are unpacked. */
export const MAX_EXPANDED_BYTES = 256 << 20;
/** Files and folders in an archive: a checkout may hold a node_modules. */
export const MAX_ENTRIES = 100_000;
/** A path in an archive, in characters: no file system of Linux has a longer one (PATH_MAX). */
export const MAX_PATH_LENGTH = 4096;
