import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadSerialised, type SerialisedText } from "@sortie/rego";
import { keepingCode } from "./kept-code.ts";
import type { LoadedLibrary, Rule } from "./library.ts";
import { precompiledDigest } from "./precompiled-digest.ts";

/** In the library's folder, beside the files that it was made of. */
export const precompiledFile = "precompiled.json";

/** The library as one JSON file: everything a scan needs, Rego as code. Written by `npm run policies -- bundle`. */
export type Precompiled = Omit<LoadedLibrary, "rules" | "code"> & {
  rules: Rule[];
  /** `PrecompiledCode.reads`, by the rule's name. */
  reads: Record<string, string[]>;
  policy: SerialisedText;
};

/** The precompiled library of a folder, where it has the one that the build wrote into this program. */
export function ownPrecompiled(dir: string, codeCache?: string): LoadedLibrary | undefined {
  return precompiledDigest === undefined ? undefined : readPrecompiled(dir, precompiledDigest, codeCache);
}

/** The last one that was loaded: a start-up snapshot has it in memory, with the rules that it has been asked. */
let loaded: { digest: string; library: LoadedLibrary } | undefined;

/**
 * Loads the precompiled library of a folder where it is the one that this program was built with. It holds code, so any
 * other file is not looked into, and undefined is returned: the library is compiled from its Rego instead.
 *
 * @param codeCache folder of `keepingCode`.
 */
export function readPrecompiled(dir: string, digest: string, codeCache?: string): LoadedLibrary | undefined {
  const text = readIfThere(join(dir, precompiledFile));
  if (text === undefined || createHash("sha256").update(text).digest("hex") !== digest) return undefined;
  if (loaded?.digest !== digest) loaded = { digest, library: libraryOf(text, codeCache) };
  return loaded.library;
}

function libraryOf(text: Buffer, codeCache: string | undefined): LoadedLibrary {
  // Our own build wrote these very bytes after checking them, so they are not checked again.
  const { rules, reads, policy, ...library } = JSON.parse(text.toString()) as Precompiled;
  const code = {
    ...loadSerialised(policy.text, {
      digest: policy.digest,
      ...(codeCache !== undefined && { makeFunction: keepingCode(codeCache, policy.digest) }),
    }),
    reads: new Map(Object.entries(reads).map(([rule, names]) => [rule, new Set(names)])),
  };
  return { ...library, rules: new Map(rules.map((rule) => [rule.name, rule])), code };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw err;
  }
}
