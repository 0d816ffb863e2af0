/** One case of a test whose value is an object of cases; cases may be in groups. */
export type CaseResult = { readonly name: string; readonly isFailed: boolean; readonly cases: readonly CaseResult[] };

/** The cases of a test's value; undefined where it has none. A case passed where its value is true. */
export function casesOf(value: unknown): CaseResult[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return entries.map(([name, own]) => {
    const cases = casesOf(own) ?? [];
    const isFailed = cases.length > 0 ? cases.some((each) => each.isFailed) : own !== true;
    return { name, isFailed, cases };
  });
}

/** The cases, with those that ran and are not in the value: they failed. */
export function withMissing(
  cases: readonly CaseResult[],
  paths: readonly (readonly string[])[],
): readonly CaseResult[] {
  return paths.reduce((known, path) => withPath(known, path), cases);
}

function withPath(cases: readonly CaseResult[], [name, ...rest]: readonly string[]): readonly CaseResult[] {
  if (name === undefined) return cases;
  const known = cases.find((each) => each.name === name);
  const inner = withPath(known?.cases ?? [], rest);
  const isFailed = known?.isFailed !== false || inner.some((each) => each.isFailed);
  const own = { name, isFailed, cases: inner };
  if (known !== undefined) return cases.map((each) => (each === known ? own : each));
  return [...cases, own].toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

/** Every case with the names that lead to it, groups before what is in them. */
export function everyCase(cases: readonly CaseResult[], depth = 0): { result: CaseResult; depth: number }[] {
  return cases.flatMap((result) => [{ result, depth }, ...everyCase(result.cases, depth + 1)]);
}

export function jsonCases(cases: readonly CaseResult[]): Record<string, unknown> | undefined {
  if (cases.length === 0) return undefined;
  return Object.fromEntries(
    cases.map(({ name, isFailed, cases: inner }) => [
      name,
      { name, fail: isFailed ? true : undefined, sub_results: jsonCases(inner) },
    ]),
  );
}
