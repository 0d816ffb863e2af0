import { manifest, scan } from "./objects.ts";

/** Objects of the benches in one encoding. To make one costs little, so that the client does. */
export type Bodies = {
  /** As `scan` of objects.ts. */
  scan(name: string, failed?: "failed" | "passed", resourceVersion?: string): string | Uint8Array;
  /** As `manifest` of objects.ts. */
  manifest(name: string, matches?: number): string | Uint8Array;
  /** Of the object that was answered. */
  resourceVersionOf(answer: Buffer): string;
};

export const jsonBodies: Bodies = {
  scan,
  manifest: (name, matches = 250) => manifestText(matches).replace('"name":"name"', `"name":"${name}"`),
  resourceVersionOf: (answer) => /"resourceVersion":"(\d+)"/.exec(answer.toString("latin1", 0, 4096))?.[1] ?? "",
};

const manifestTexts = new Map<number, string>();

function manifestText(matches: number): string {
  const text = manifestTexts.get(matches) ?? manifest("name", matches);
  manifestTexts.set(matches, text);
  return text;
}
