/** Properties that are no part of what a node says. */
const aside = new Set(["loc", "generated", "fromAssignment"]);

/** Whether two parts of the tree are the same, down to the names of variables, wherever they are written. */
export function areEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const parts = Object.entries(left);
  if (parts.length !== Object.keys(right).length) return false;
  return parts.every(([name, part]) => aside.has(name) || areEqual(part, (right as Record<string, unknown>)[name]));
}
