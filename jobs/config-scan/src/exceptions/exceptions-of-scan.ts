import type { Config } from "../config.ts";
import type { Library } from "../library/library.ts";
import { fromSystemExceptions } from "./exception.ts";
import { type ExceptionsOf, exceptionsFor } from "./exceptions-for.ts";
import { readExceptions } from "./read-exceptions.ts";

type Settings = Pick<Config, "EXCEPTIONS_FILE" | "CLUSTER_NAME">;

/**
 * The exceptions that count in a scan: the library's and a file's.
 *
 * @param requestedAt RFC 3339. What has expired by then does not count.
 * @throws JobError `invalid_input` for a file that cannot be used.
 */
export function exceptionsOfScan(library: Library, settings: Settings, requestedAt: string): ExceptionsOf {
  const { EXCEPTIONS_FILE: file, CLUSTER_NAME: clusterName } = settings;
  const own = file === undefined ? [] : readExceptions(file, requestedAt);
  return exceptionsFor([...fromSystemExceptions(library.exceptions), ...own], clusterName);
}
