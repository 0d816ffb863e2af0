import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "../../cluster/cache.ts";
import { downloadGoModule, goModules } from "./go-modules.ts";

type CorpusName = keyof typeof goModules;

/** Files of a corpus by their path in its module: its Rego, and the YAML and JSON that may carry Rego or be its input. */
export type Corpus = Readonly<Record<string, string>>;

/** All corpora. Downloaded once; what is kept are the texts that tests use. */
export async function readCorpora(): Promise<Record<CorpusName, Corpus>> {
  const directory = await cached(`rego-corpora-${fingerprint()}`, async (temporary) => {
    for (const [name, module] of Object.entries(goModules)) {
      const corpus = textsIn(await downloadGoModule(module));
      writeFileSync(join(temporary, `${name}.json`), JSON.stringify(corpus));
    }
  });
  const read = (name: CorpusName): Corpus => JSON.parse(readFileSync(join(directory, `${name}.json`), "utf8"));
  return { trivy: read("trivy"), gatekeeper: read("gatekeeper"), conftest: read("conftest") };
}

function textsIn(directory: string): Corpus {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const wanted = names.filter((name) => /\.(rego|ya?ml|json)$/.test(name)).toSorted();
  return Object.fromEntries(wanted.map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

/** Changes with the modules and with what is kept of them. */
function fingerprint(): string {
  const hash = createHash("sha256")
    .update(JSON.stringify(goModules))
    .update(readFileSync(new URL(import.meta.url)));
  return hash.digest("hex").slice(0, 16);
}
