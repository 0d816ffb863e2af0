import { join } from "node:path";

/**
 * Which template each line of `helm template`'s output is from: `# Source: <chart>/templates/<file>` stands above each
 * document. Helm calls the chart by its name, so the folder takes its place.
 */
export function templateSources(text: string, folder: string): (line: number) => string | undefined {
  const sources: { line: number; file: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [, path] = /^# Source: [^/]+\/(.+)$/.exec(line) ?? [];
    // A comment of a template may look the same and lead anywhere.
    if (path !== undefined && !path.split("/").includes(".."))
      sources.push({ line: index + 1, file: join(folder, path.trim()) });
  }
  return (line) => sources.findLast((source) => source.line <= line)?.file;
}
