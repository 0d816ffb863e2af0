/** A cluster has few shapes of workloads, and with them few rows of statuses. */
const mostRows = 2000;

/**
 * Makes values of rows of statuses, the same one for the same row: what controls say of a resource follows from them, and
 * hundreds of resources share each.
 */
export function byRow<T>(make: (statuses: Uint8Array) => T): (statuses: Uint8Array) => T {
  const known = new Map<string, T>();
  return (statuses) => {
    const key = Buffer.from(statuses.buffer, statuses.byteOffset, statuses.byteLength).toString("latin1");
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(statuses);
    if (known.size < mostRows) known.set(key, made);
    return made;
  };
}
