import type { Case } from "./case.ts";
import { isRawNumber } from "./raw-number.ts";
import { smaller } from "./syntax.ts";

type StillFails = (test: Case) => Promise<boolean>;

/** Leaves out modules, rules, lines, terms and members of documents as long as the case still fails. */
export async function shrink(test: Case, stillFails: StillFails): Promise<Case> {
  let smallest = test;
  for (let next: Case | undefined = test; next !== undefined; ) {
    smallest = next;
    next = await firstThat(smallerCases(smallest), stillFails);
  }
  return smallest;
}

async function firstThat(cases: Iterable<Case>, fails: StillFails): Promise<Case | undefined> {
  for (const test of cases) if (await fails(test)) return test;
  return undefined;
}

function* smallerCases(test: Case): Generator<Case> {
  if (test.inputs.length > 1) for (const input of test.inputs) yield { ...test, inputs: [input] };
  if (test.modules.length > 1) {
    for (const i of test.modules.keys()) yield { ...test, modules: test.modules.toSpliced(i, 1) };
  }
  for (const [i, module] of test.modules.entries()) {
    for (const other of smaller(module)) yield { ...test, modules: test.modules.with(i, other) };
  }
  for (const [i, input] of test.inputs.entries()) {
    for (const other of smallerValues(input)) yield { ...test, inputs: test.inputs.with(i, other) };
  }
  for (const data of smallerValues(test.data)) {
    if (isObject(data)) yield { ...test, data };
  }
}

/** Documents with one member less, at any depth. */
function* smallerValues(value: unknown): Generator {
  if (Array.isArray(value)) yield* smallerArrays(value);
  else if (isObject(value)) {
    const keys = Object.keys(value);
    for (const key of keys) yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    for (const key of keys) for (const other of smallerValues(value[key])) yield { ...value, [key]: other };
  }
}

function* smallerArrays(items: readonly unknown[]): Generator {
  for (const i of items.keys()) yield items.toSpliced(i, 1);
  for (const [i, item] of items.entries()) for (const other of smallerValues(item)) yield items.with(i, other);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}
