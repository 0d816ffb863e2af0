import { Choices } from "@sortie/rego/choices";
import { readFullYaml } from "../../full-yaml.ts";
import { splitDocuments, type YamlDocument } from "../../yaml-documents.ts";
import { readPlainYaml } from "../read-plain-yaml.ts";
import { damaged, randomYaml } from "./random-yaml.ts";

/** `texts` are changed at random, in half of the runs; in the others the text is random too. */
type Fuzz = { seed: number; runs: number; texts: readonly string[] };
/** How many documents the plain reader read, and the first that it read otherwise than the full one. */
type Found = { read: number; difference?: { seed: number; text: string; plain: string; full: string } };

/** What the full reader says of lines in brackets and quotes that start further left than it wants. */
const wantsIndentation = /: expected YAML: (?:Flow (?:map|sequence) in block collection must be|Missing closing)/;

/** Runs with one seed after another. */
export function runYamlFuzz({ seed, runs, texts }: Fuzz): Found {
  let read = 0;
  for (let run = seed; run < seed + runs; run++) {
    const choices = new Choices(run);
    const isRandom = texts.length === 0 || choices.below(2) === 0;
    const text = damaged(isRandom ? randomYaml(choices) : choices.pick(texts), choices);
    for (const document of splitDocuments(text)) {
      const { plain, full } = readTwice(document);
      if (plain === undefined) continue;
      read++;
      if (plain !== full && !wantsIndentation.test(full))
        return { read, difference: { seed: run, text: document.body, plain, full } };
    }
  }
  return { read };
}

/** What the plain reader makes of a document, if it reads it, and what the full one makes of the same. */
export function readTwice(document: YamlDocument): { plain: string | undefined; full: string } {
  const plain = said(readPlainYaml(document));
  // An empty document is undefined to the one and null to the other.
  return { plain, full: plain === undefined ? "" : (said(readFullYaml(document)) ?? "null") };
}

/** In JSON, which is what is scanned, with the lines that can be asked for. */
function said(read: ReturnType<typeof readFullYaml>): string | undefined {
  if (read === undefined) return undefined;
  if ("problem" in read) return `line ${read.problem.line}: ${read.problem.message}`;
  const { value, line, lineOf } = read;
  if (value === null) return "null";
  return `${line} ${listIn(value)
    .map((_, index) => lineOf(index))
    .join()} ${JSON.stringify(value)}`;
}

function listIn(value: unknown): unknown[] {
  const list: unknown = typeof value === "object" && value !== null && "items" in value ? value.items : value;
  return Array.isArray(list) ? list : [];
}
