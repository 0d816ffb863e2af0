import type { ScanRequest } from "@sortie/wire";
import type { LoadedLibrary } from "../library/library.ts";
import { fromPolicies, fromSystemExceptions } from "./exception.ts";
import { type ExceptionsOf, exceptionsFor } from "./exceptions-for.ts";
import { readExceptions } from "./read-exceptions.ts";

type Settings = {
  /** File of posture exception policies in JSON. */
  exceptionsFile?: string | undefined;
  /** The cluster's name in wlids. */
  clusterName: string;
};

/**
 * The exceptions that count in a scan: the library's, released ones, a file's and the request's. What has expired when the scan is asked
 * for does not count.
 *
 * @throws JobError `invalid_input` for a file that cannot be used.
 */
export function exceptionsOfScan(
  library: Pick<LoadedLibrary, "exceptions" | "policies">,
  settings: Settings,
  { target, requestedAt }: Pick<ScanRequest, "target" | "requestedAt">,
): ExceptionsOf {
  const { exceptionsFile: file, clusterName } = settings;
  const own = file === undefined ? [] : readExceptions(file, requestedAt);
  const released = fromPolicies(library.policies ?? [], requestedAt);
  const requested = fromPolicies(target.exceptions ?? [], requestedAt);
  const all = [...fromSystemExceptions(library.exceptions), ...released, ...own, ...requested];
  return exceptionsFor(all, clusterName);
}
