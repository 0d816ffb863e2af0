/** Why a server was not reached. `fetch` says it only in the cause: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
export function fetchReason(err: unknown): string {
  if (!(err instanceof Error)) return String(err);
  const { cause } = err;
  return cause instanceof Error && "code" in cause ? String(cause.code) : err.message;
}
