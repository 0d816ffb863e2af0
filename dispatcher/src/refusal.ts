import { ApiError } from "@sortie/kube";

/**
 * Answers that are about the caller, the moment or the whole API server, and so about every other step as well: not known,
 * a conflict, too many requests, not available.
 */
const aboutAll = new Set([401, 409, 429, 503, 504]);

/** A webhook denies with whatever code it likes; these words kube-apiserver puts before its own. */
const deniedByWebhook = /\badmission webhook ".*" denied the request\b/;

/**
 * Why the API server does not take this one step: a quota, an admission policy or webhook, a missing right, a value that
 * is not valid. `undefined`: it is another error.
 */
export function refusalOf(err: unknown): string | undefined {
  if (!(err instanceof ApiError)) return undefined;
  return !aboutAll.has(err.code) || deniedByWebhook.test(err.message) ? err.message : undefined;
}
