import {
  type Document,
  type DocumentOptions,
  isScalar,
  type LineCounter,
  type ParseOptions,
  parseDocument,
  type ScalarTag,
  type SchemaOptions,
  visit,
} from "yaml";
import { kubernetesTags } from "./kubernetes-tags.ts";

const kubernetesYaml = {
  version: "1.1",
  customTags: kubernetesTags,
  // As in JSON. Without it `{{ .Values.name }}` would be a key that is a map.
  stringKeys: true,
  prettyErrors: false,
  logLevel: "error",
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

const mergeKey = "<<";

/** Reads a document as Kubernetes does. `errors` of the document are what is wrong with it. */
export function parseKubernetesYaml(text: string, lineCounter: LineCounter): Document.Parsed {
  const document = parseDocument(text, { ...kubernetesYaml, lineCounter });
  if (text.includes(mergeKey)) mergeInOrder(document);
  return document;
}

/** What is merged by `<<` wins over keys above it, as for Go. YAML's own rule is that it never does. */
function mergeInOrder(document: Document.Parsed): void {
  const tag = document.schema.tags.find((one): one is ScalarTag => one.tag === "tag:yaml.org,2002:merge");
  const merge = tag?.resolve(mergeKey, () => {}, {});
  const add = isScalar(merge) ? merge.addToJSMap : undefined;
  if (add === undefined) throw new Error("yaml has no merge key");
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.type !== "PLAIN" || key.value !== mergeKey) return;
      key.addToJSMap = (context, map, value) => {
        const merged = {};
        add(context, merged, value);
        Object.defineProperties(map, Object.getOwnPropertyDescriptors(merged));
      };
    },
  });
}
