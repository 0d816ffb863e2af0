import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Question } from "../opa/answers.ts";
import type { Corpus } from "./read-corpora.ts";
import { asksTheNetwork, packagesOf, regoModules } from "./rego-modules.ts";

const Source = z.object({ version: z.string().optional(), rego: z.string(), libs: z.array(z.string()).default([]) });
const Code = z.object({ engine: z.string(), source: z.unknown() });
const Target = z.object({
  rego: z.string().optional(),
  libs: z.array(z.string()).default([]),
  code: z.array(Code).default([]),
});
const Template = z.object({
  kind: z.literal("ConstraintTemplate"),
  spec: z.object({
    crd: z.object({ spec: z.object({ names: z.object({ kind: z.string() }) }) }),
    targets: z.array(Target),
  }),
});
const Constraint = z.object({
  apiVersion: z.string().startsWith("constraints.gatekeeper.sh/"),
  kind: z.string(),
  spec: z.object({ parameters: z.unknown() }),
});

type Policy = { readonly kind: string; readonly name: string; readonly source: z.infer<typeof Source> };

/** Every template over objects as Gatekeeper reviews them, with the parameters of all its constraints, and none. */
export function gatekeeperTemplates(corpus: Corpus, objects: readonly KubernetesObject[]): Question[] {
  const documents = Object.entries(corpus).flatMap(([name, text]) =>
    /\.ya?ml$/.test(name) ? readYaml(name, text) : [],
  );
  const constraints = documents.flatMap(({ document }) => Constraint.safeParse(document).data ?? []);
  return documents.flatMap(policiesIn).map(({ kind, name, source }) => {
    const parameters = constraints.filter((constraint) => constraint.kind === kind).map(({ spec }) => spec.parameters);
    const all = new Map([{}, ...parameters].map((each) => [JSON.stringify(each ?? {}), each ?? {}]));
    const reviews = objects.flatMap((object) =>
      [...all.values()].map((each) => ({ review: reviewOf(object), parameters: each })),
    );
    const modules = [source.rego, ...source.libs].map((text, i) => ({ name: `${name}#${i}`, source: text }));
    const isV1 = source.version === "v1";
    return { modules, queries: packagesOf(modules.slice(0, 1)), inputs: reviews, data: inventory(objects), v0: !isV1 };
  });
}

/** What Gatekeeper's predecessor evaluated: compiled, and asked for everything once. */
export function gatekeeperModules(corpus: Corpus): Question[] {
  const modules = regoModules(corpus);
  const folders = new Set(modules.map(({ name }) => name.slice(0, name.lastIndexOf("/"))));
  return [...folders].map((folder) => ({
    modules: modules.filter(({ name }) => name.startsWith(`${folder}/`)),
    queries: ["x := data"],
    inputs: [{}],
    v0: true,
  }));
}

function policiesIn({ name, document }: { name: string; document: unknown }): Policy[] {
  const template = Template.safeParse(document).data;
  if (template === undefined) return [];
  const { kind } = template.spec.crd.spec.names;
  return template.spec.targets.flatMap((target) => {
    const coded = target.code.filter(({ engine }) => engine === "Rego").map(({ source }) => Source.parse(source));
    const plain = target.rego === undefined ? [] : [Source.parse({ rego: target.rego, libs: target.libs })];
    const local = [...plain, ...coded].filter(({ rego }) => !asksTheNetwork(rego));
    return local.map((source) => ({ kind, name, source }));
  });
}

/** Documents of a file. Some test files are no YAML on purpose. */
function readYaml(name: string, text: string): { name: string; document: unknown }[] {
  return parseAllDocuments(text, { logLevel: "silent" })
    .filter((document) => !("empty" in document) && document.errors.length === 0)
    .map((document) => ({ name, document: document.toJS() as unknown }));
}

export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

function reviewOf(object: KubernetesObject): unknown {
  const [version, group = ""] = object.apiVersion.split("/").toReversed();
  const { name, namespace } = object.metadata;
  return { kind: { group, version, kind: object.kind }, name, namespace, operation: "CREATE", object };
}

/** `data.inventory` as Gatekeeper's sync fills it. */
function inventory(objects: readonly KubernetesObject[]): unknown {
  const tree: Record<string, unknown> = {};
  for (const object of objects) {
    const { name, namespace } = object.metadata;
    const place = namespace === undefined ? ["cluster"] : ["namespace", namespace];
    insert(tree, [...place, object.apiVersion, object.kind, name], object);
  }
  return { inventory: tree };
}

function insert(tree: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  tree[key] ??= {};
  insert(tree[key] as Record<string, unknown>, rest, value);
}
