/**
 * SQLITE_CORRUPT and SQLITE_NOTADB; SQLITE_ERROR where a table has lost a column, or the header says something unknown.
 * https://www.sqlite.org/rescode.html
 */
export function isDamage(error: unknown): boolean {
  return [1, 11, 26].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff);
}
