import { join } from "node:path";

/**
 * Which template each line of `helm template`'s output is from: `# Source: <chart>/templates/<file>` stands above each
 * document. Helm calls the chart by its name, so the folder takes its place.
 */
export function templateSources(text: string, folder: string): (line: number) => string | undefined {
  const sources: { line: number; file: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [, path] = /^# Source: [^/]+\/(.+)$/.exec(line) ?? [];
    if (path !== undefined) sources.push({ line: index + 1, file: join(folder, path.trim()) });
  }
  return (line) => sources.findLast((source) => source.line <= line)?.file;
}
