const reasons: Record<string, string> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "it is no folder",
  ELOOP: "symbolic links in a circle",
  ENOSPC: "no space left on the disk",
  EADDRINUSE: "something else listens there",
  EADDRNOTAVAIL: "this machine does not have that address",
  EROFS: "the file system is read-only",
};

/** What an error of the system means to the person who named the file; of another error, its message. */
export function systemReason(error: Error & { code?: unknown }): string {
  return reasons[String(error.code)] ?? error.message;
}
