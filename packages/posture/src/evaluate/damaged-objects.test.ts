import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "@sortie/kube";
import { Choices } from "@sortie/rego/choices";
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { readLibrary } from "../library/read-library.ts";
import { typeKey, typeOfObject } from "../objects/object-type.ts";
import { compileRules } from "./compile-rules.ts";
import { startEvaluation } from "./evaluation.ts";

const repository = join(import.meta.dirname, "..", "..", "..", "..");
const library = readLibrary(join(repository, "policies"));
const rules = [...library.rules.values()];
const compiled = compileRules({ inputs: library.inputs, code: library }, rules, new AbortController().signal);
const shop = readShop();

/** Objects that no API server would take reach the scan from files. Seeded, so that a failure repeats. */
it.each(Array.from({ length: 20 }, (_, seed) => [seed]))(
  "no rule trips over damaged objects, and batches of any size give the same verdicts (seed %d)",
  async (seed) => {
    const choices = new Choices(seed);
    const objects = shop.map((object) => damaged(object, choices));
    const whole = await judge(objects, () => objects.length);
    expect(whole.reasons).toEqual({});
    expect((await judge(objects, () => 1 + choices.below(4))).verdicts).toEqual(whole.verdicts);
  },
);

it("finds something in the undamaged shop, so that the comparison is about something", async () => {
  const { verdicts } = await judge(shop, () => shop.length);
  const found = Object.values(verdicts).flatMap(({ statuses }) => statuses);
  expect(found.filter((status) => status === 3).length).toBeGreaterThan(100);
});

async function judge(objects: KubeObject[], size: () => number) {
  const evaluation = startEvaluation(compiled, new AbortController().signal);
  const byType = Map.groupBy(objects, ({ apiVersion = "", kind = "" }) => typeKey(typeOfObject(apiVersion, kind)));
  for (const all of byType.values()) {
    const type = typeOfObject(all[0]?.apiVersion ?? "", all[0]?.kind ?? "");
    for (let rest = all; rest.length > 0; ) {
      const next = size();
      evaluation.add({ type, objects: rest.slice(0, next) });
      rest = rest.slice(next);
    }
  }
  const { table, reasons } = await evaluation.finish([]);
  const verdicts = [...table.all()].map(({ resource, statuses, paths }) => {
    const places = [...paths].map(([rule, list]) => [
      rules[rule]?.name,
      list.paths.map((path) => JSON.stringify(path)).toSorted(),
    ]);
    return [resource.id, { statuses: [...statuses], paths: Object.fromEntries(places) }] as const;
  });
  const named = [...reasons].map(([rule, reason]) => [rules[rule]?.name, reason]);
  return { verdicts: Object.fromEntries(verdicts), reasons: Object.fromEntries(named) as Record<string, string> };
}

/** Removes or retypes a few fields anywhere below the object's own name and type. */
function damaged(object: KubeObject, choices: Choices): KubeObject {
  const copy = structuredClone(object);
  const fields = fieldsOf(copy).filter(
    ({ path }) => !/^(apiVersion|kind|metadata|metadata\.(name|namespace))$/.test(path),
  );
  const instead = [null, "text", 7, true, [], {}, [null], ["text"], { name: null }];
  for (let n = 0; n < 3 && fields.length > 0; n += 1) {
    const field = choices.pick(fields);
    if (choices.chance(0.4)) delete field.parent[field.key];
    else field.parent[field.key] = choices.pick(instead);
  }
  return JSON.parse(JSON.stringify(copy)) as KubeObject; // what was taken out of a list leaves null
}

type Field = { parent: Record<string, unknown>; key: string; path: string };

function fieldsOf(value: object, at = ""): Field[] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const path = at === "" ? key : `${at}.${key}`;
    const own = { parent: value as Record<string, unknown>, key, path };
    return typeof child === "object" && child !== null ? [own, ...fieldsOf(child, path)] : [own];
  });
}

function readShop(): KubeObject[] {
  const dir = join(repository, "examples", "online-shop");
  const files = readdirSync(dir).filter((name) => name.endsWith(".yaml"));
  return files.flatMap((name) => {
    const documents = parseAllDocuments(readFileSync(join(dir, name), "utf8"));
    return [...documents].map((document) => document.toJS() as KubeObject);
  });
}
