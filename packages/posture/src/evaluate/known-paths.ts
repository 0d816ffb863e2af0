import type { RulePath } from "@sortie/wire";

const noPath: RulePath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };

/**
 * Paths that are kept, of each sort. Objects of one shape fail in the same places, and a scan has millions of failures;
 * what fails in places of its own is made each time.
 */
const mostKept = 20_000;

export const failedPath = keeping((failedPath) => ({ ...noPath, failedPath }));
export const deletePath = keeping((deletePath) => ({ ...noPath, deletePath }));
export const reviewPath = keeping((reviewPath) => ({ ...noPath, reviewPath }));
export const fixCommand = keeping((fixCommand) => ({ ...noPath, fixCommand }));

const fixesWith = keeping((fixPathValue) => keeping((fixPath) => ({ ...noPath, fixPath, fixPathValue })));

export function fix(path: string, value: string): RulePath {
  return fixesWith(value)(path);
}

/** The same object for the same text, which nobody changes. */
function keeping<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const created = make(text);
    if (made.size < mostKept) made.set(text, created);
    return created;
  };
}
