/** Whether a file or folder found in another is left out because of its name. Patterns are those of a shell: `*`, `?`, `[a-c]`. */
export type Ignores = (name: string, depth: number) => boolean;

export function ignoring(patterns: readonly string[]): Ignores {
  const tests = patterns.map(globTest);
  return (name, depth) => depth > 0 && tests.some((test) => test.test(name));
}

function globTest(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|\[\^?[^\]]+\]|[*?]|[.+^${}()|[\]\\]/g, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (part === "*") return ".*";
    if (part === "?") return ".";
    return part.length > 1 ? part : `\\${part}`;
  });
  return new RegExp(`^${source}$`, "us");
}
