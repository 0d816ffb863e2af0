/** What the command line says cannot be meant. `parseArgs` of Node throws errors of its own for what it finds. */
export class WrongOption extends Error {
  override name = "WrongOption";
}

export function isWrongOption(error: unknown): error is Error {
  if (error instanceof WrongOption) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
