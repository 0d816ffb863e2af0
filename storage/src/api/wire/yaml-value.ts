import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type ScalarTag } from "yaml";

const words = {
  null: /^(?:~|null|Null|NULL)?$/,
  true: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/,
  false: /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
};
const noNumber = /^(?:\.(?:nan|NaN|NAN)|[-+]?\.(?:inf|Inf|INF))$/;
const whole = /^[-+]?(?:0[bB][01_]+|0[oO][0-7_]+|0[xX][\da-fA-F_]+|0[0-7_]*|[1-9][\d_]*)$/;
const fraction = /^(?:\.\d+|[-+]\.[\d_]+|[-+]?\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d[\d_]*)?$/;

function scalar(name: string, test: RegExp, resolve: ScalarTag["resolve"]): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve };
}

/**
 * What words and numbers without quotes are: those of YAML 1.1, without its times and its numbers to the base of 60, as
 * sigs.k8s.io/yaml reads them for kube-apiserver and kubectl.
 */
export const olderScalars: ScalarTag[] = [
  scalar("null", words.null, () => null),
  scalar("bool", words.true, () => true),
  scalar("bool", words.false, () => false),
  scalar("float", noNumber, (text, onError) => onError(`unsupported value: ${text}`)),
  scalar("int", whole, wholeNumber),
  scalar("float", fraction, (text) => Number(text.replaceAll("_", ""))),
];

/** `010` is 8. */
function wholeNumber(text: string): number {
  const digits = text.replaceAll(/[-+_]/g, "").replace(/^0(?=\d)/, "0o");
  return text.startsWith("-") ? 0 - Number(digits) : Number(digits);
}

/**
 * What a document stands for, as JSON has it: with copies of what its aliases name, and with the maps that are merged by `<<`.
 *
 * @param copiedAtMost How much may be copied, in characters and nodes: a text of a few lines can stand for gigabytes.
 * @throws Error which says what is wrong.
 */
export function yamlValue({ contents }: Document, copiedAtMost: number): unknown {
  const anchors = new Map<string, Node>();
  /** Those with an anchor that are being read. */
  const open = new Set<Node>();
  let copied = 0;

  function read(node: unknown, isCopy: boolean): unknown {
    if (isAlias(node)) return read(named(node.source), true);
    if (!isNode(node)) return null;
    if (isCopy) noteCopied(isScalar(node) ? (node.source?.length ?? 0) + 1 : 1);
    if (!node.anchor) return contentOf(node, isCopy);
    if (!isCopy) anchors.set(node.anchor, node);
    open.add(node);
    const content = contentOf(node, isCopy);
    open.delete(node);
    return content;
  }

  function named(anchor: string): Node {
    const node = anchors.get(anchor);
    if (!node) throw new Error(`unknown anchor '${anchor}' referenced`);
    if (open.has(node)) throw new Error(`anchor '${anchor}' value contains itself`);
    return node;
  }

  function noteCopied(size: number): void {
    copied += size;
    if (copied > copiedAtMost) throw new Error("document contains excessive aliasing");
  }

  function contentOf(node: Node, isCopy: boolean): unknown {
    if (isSeq(node)) return node.items.map((item) => read(item, isCopy));
    if (isMap(node)) return Object.fromEntries(entriesOf(node.items, isCopy));
    if (!isScalar(node)) return null;
    return typeof node.value === "string" ? node.value.toWellFormed() : node.value;
  }

  /** What comes later counts, as in Go. */
  function entriesOf(pairs: Pair[], isCopy: boolean): Map<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const { key, value } of pairs) {
      if (!isMerge(key)) entries.set(nameOf(read(key, isCopy)), read(value, isCopy));
      else for (const [name, merged] of mergedEntries(read(value, isCopy))) entries.set(name, merged);
    }
    return entries;
  }

  return read(contents, false);
}

function isMerge(key: unknown): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.value === "<<";
}

/** Of one map, or of a list of them, of which the first counts. */
function mergedEntries(value: unknown): [string, unknown][] {
  const maps: unknown[] = Array.isArray(value) ? value.toReversed() : [value];
  return maps.flatMap((map) => {
    if (typeof map === "object" && map !== null && !Array.isArray(map)) return Object.entries(map);
    throw new Error("map merge requires map or sequence of maps as the value");
  });
}

function nameOf(key: unknown): string {
  if (typeof key === "string" || typeof key === "number" || typeof key === "boolean") return String(key);
  throw new Error("unsupported map key: it is no text, number or boolean");
}
