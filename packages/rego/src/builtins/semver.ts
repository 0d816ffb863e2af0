import { quoted } from "../values/print.ts";
import { define, fail } from "./define.ts";

/** https://semver.org, version 2.0.0. */
type Version = { readonly core: readonly bigint[]; readonly pre: readonly string[] };

const pattern =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?(?:\+([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?$/;

/** OPA counts in 64 bits. */
const largest = 2n ** 63n - 1n;

/** A leading `v` is no part of a version; OPA allows it. */
function parse(text: string): Version | undefined {
  const match = pattern.exec(text.startsWith("v") ? text.slice(1) : text);
  if (match === null) return undefined;
  const [, major = "", minor = "", patch = "", pre] = match;
  const core = [BigInt(major), BigInt(minor), BigInt(patch)];
  if (core.some((part) => part > largest)) return undefined;
  return { core, pre: pre === undefined ? [] : pre.split(".") };
}

function compareVersions(left: Version, right: Version): number {
  for (const [i, part] of left.core.entries()) {
    const other = right.core[i] as bigint;
    if (part !== other) return part < other ? -1 : 1;
  }
  // A release comes after its pre-releases.
  if (left.pre.length === 0 || right.pre.length === 0) return Math.sign(right.pre.length - left.pre.length);
  for (let i = 0; i < Math.max(left.pre.length, right.pre.length); i++) {
    const order = compareIdentifiers(left.pre[i], right.pre[i]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers come before words; a shorter list comes first. */
function compareIdentifiers(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  const areNumbers = [left, right].map((part) => /^\d+$/.test(part));
  if (areNumbers[0] && areNumbers[1]) return BigInt(left) < BigInt(right) ? -1 : BigInt(left) > BigInt(right) ? 1 : 0;
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
  return left < right ? -1 : 1;
}

export const semver = [
  define("semver.is_valid", ["any"], (text) => typeof text === "string" && parse(text) !== undefined),
  define("semver.compare", ["string", "string"], (left, right) => {
    const a = parse(left) ?? fail(`operand 1: string ${quoted(left)} is not a valid SemVer`);
    const b = parse(right) ?? fail(`operand 2: string ${quoted(right)} is not a valid SemVer`);
    return compareVersions(a, b);
  }),
];
