import { parseDocument } from "yaml";
import { badRequest, type StatusError, tooLarge } from "../../meta/status.ts";
import { repeatedFields } from "../../objects/repeated-fields.ts";
import { type Growth, OutgrownError } from "../../schema/growth.ts";
import { withoutHalves } from "./half-characters.ts";
import { olderScalars, yamlValue } from "./yaml-value.ts";

/** In characters. A longer one takes the event loop for longer than other requests should wait. */
const quickYamlLength = 10_000;
/** In characters: as many as kube-apiserver takes of any body. A megabyte takes seconds to be read. */
const longestYaml = 3 * 1024 * 1024;

/** What aliases may stand for, in characters beside those of the text itself: copying takes time as well. */
const copiedYaml = 100_000;

/**
 * `repeated`: takes what is said about fields that stand there more than once; absent: nobody wants to know. `growth`: of what is
 * made of it; absent: it is read here, however long it takes.
 */
type Parsing = { repeated?: string[] | undefined; growth?: Growth | undefined };

/** @throws StatusError 400, 413. OutgrownError for YAML that is handed over. */
export function parseText(text: string, isYaml: boolean, { repeated, growth }: Parsing): unknown {
  if (isYaml) return readJsonOfYaml(text, repeated) ?? readYaml(text, repeated, growth);
  try {
    const value = JSON.parse(withoutHalves(text)) as unknown;
    repeated?.push(...repeatedFields(text, value).map((path) => `duplicate field "${path}"`));
    return value;
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * Most of what is sent as YAML is JSON, as kubectl and controllers write it: that is read in a thirtieth of the time. Of fields
 * that are there twice, and of what is wrong, YAML has its own words.
 */
function readJsonOfYaml(text: string, repeated: string[] | undefined): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    const value = JSON.parse(withoutHalves(text)) as unknown;
    return repeated && repeatedFields(text, value).length > 0 ? undefined : value;
  } catch {
    return undefined;
  }
}

function readYaml(text: string, repeated: string[] | undefined, growth: Growth | undefined): unknown {
  if (growth?.isHandedOver && text.length > quickYamlLength) throw new OutgrownError(growth);
  if (text.length > longestYaml) throw tooLarge(`a body in YAML may have at most ${longestYaml} bytes`);
  try {
    return parseYaml(text, repeated);
  } catch (error) {
    throw unreadable(error);
  }
}

function parseYaml(text: string, repeated: string[] | undefined): unknown {
  const document = parseDocument(text, {
    prettyErrors: false,
    schema: "failsafe",
    customTags: olderScalars,
    resolveKnownTags: false,
  });
  for (const error of document.errors) {
    if (error.code === "MULTIPLE_DOCS") throw new Error("it is more than one document");
    if (error.code !== "DUPLICATE_KEY") throw error;
    const [start, end] = error.pos;
    const key = (/[^\s:]+/.exec(text.slice(start, end + 100))?.[0] ?? "").replace(/^(["'])(.*)\1$/, "$2");
    const line = text.slice(0, start).split("\n").length;
    repeated?.push(`line ${line}: key ${JSON.stringify(key)} already set in map`);
  }
  return yamlValue(document, text.length + copiedYaml);
}

export function unreadable(error: unknown): StatusError {
  return badRequest(`the body of the request cannot be read: ${error instanceof Error ? error.message : ""}`);
}
