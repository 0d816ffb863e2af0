import type { ScanRequest } from "@sortie/wire";
import type { LoadedLibrary } from "../library/library.ts";
import { fromPolicies, fromSystemExceptions } from "./exception.ts";
import { type ExceptionsOf, exceptionsFor } from "./exceptions-for.ts";

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
export async function exceptionsOfScan(
  library: Pick<LoadedLibrary, "exceptions" | "policies">,
  settings: Settings,
  { target, requestedAt }: Pick<ScanRequest, "target" | "requestedAt">,
): Promise<ExceptionsOf> {
  const { exceptionsFile: file, clusterName } = settings;
  const own = file === undefined ? [] : (await loadReading()).readExceptions(file, requestedAt);
  const released = fromPolicies(library.policies ?? [], requestedAt);
  const requested = fromPolicies(target.exceptions ?? [], requestedAt);
  const all = [...fromSystemExceptions(library.exceptions), ...released, ...own, ...requested];
  return exceptionsFor(all, clusterName);
}

/** Schemas take longer to make than one object to judge, and most scans have no such file. */
function loadReading() {
  return import("./read-exceptions.ts");
}
