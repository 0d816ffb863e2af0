import { addObjects, type During, type FoundObjects, noObjects } from "./kubernetes-objects.ts";
import { readPlainYaml } from "./plain-yaml/read-plain-yaml.ts";
import { splitDocuments } from "./yaml-documents.ts";

/** Reads every document of a YAML text. A broken document is a problem; the others are still read. */
export async function readYaml(text: string, during: During): Promise<FoundObjects> {
  const found = noObjects(during);
  for (const document of splitDocuments(text)) {
    const read = readPlainYaml(document) ?? (await loadFullYaml()).readFullYaml(document);
    if (read === undefined) continue;
    if ("problem" in read) found.problems.push(read.problem);
    else {
      addObjects(read, found);
      found.repeatedKeys.push(...(read.repeatedKeys ?? []));
    }
    await during.pause();
  }
  return found;
}

/** Most manifests do without it. */
function loadFullYaml() {
  return import("./full-yaml.ts");
}
