/** SQLITE_FULL and SQLITE_IOERR, https://www.sqlite.org/rescode.html: what a full disk looks like. */
const diskErrors = new Set([13, 10]);

export function isDiskError(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  // The low byte is the primary code, the rest says more.
  return code !== undefined && diskErrors.has(code & 0xff);
}
