import { readFile, stat } from "node:fs/promises";

/**
 * Reads a file that others replace: the content is kept for as long as the file is the same one, unchanged. A mounted
 * Secret or projected token is replaced by a rename, which changes the inode.
 */
export function changingFile(path: string): () => Promise<string> {
  let known: { version: string; content: string } | undefined;
  return async () => {
    const { ino, mtimeMs, size } = await stat(path);
    const version = `${ino} ${mtimeMs} ${size}`;
    if (known?.version !== version) known = { version, content: await readFile(path, "utf8") };
    return known.content;
  };
}
