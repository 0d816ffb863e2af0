import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../table.ts";
import { type Engine, opa, type Run, regorus, sortie } from "./engines.ts";
import { type BenchJob, type BenchQuery, verdictsOf, writeModules } from "./job.ts";
import { type BenchLibrary, type Group, inputOf } from "./library.ts";
import { differences, type Verdicts, verdicts } from "./verdicts.ts";

type Judged = { readonly engine: string; readonly run: Run; readonly verdicts: Verdicts };

/**
 * Asks each engine about a group of rules, each in a process of its own, and prints what they cost. OPA is asked about
 * all rules at once, which evaluates what they share once; the others about each rule alone.
 *
 * @throws Error when two engines give different verdicts: then their figures say nothing.
 */
export async function compareEngines(
  library: BenchLibrary,
  group: Group,
  objects: number,
  folder: string,
): Promise<void> {
  const rules = library.rules[group];
  const input = join(folder, `${group}-${objects}.json`);
  writeFileSync(input, JSON.stringify(inputOf(group, objects)));
  const modulesFolder = writeModules(folder, library.modules, library.data);
  const job = { ...library, modulesFolder, input };
  const each = rules.map((name): BenchQuery => ({ name, query: verdictsOf([name]) }));
  const atOnce: BenchQuery[] = [{ name: group, query: verdictsOf(rules) }];

  const judged: Judged[] = [];
  const judge = async (engine: Engine | undefined, queries: readonly BenchQuery[]): Promise<void> => {
    if (engine !== undefined) judged.push(await judgedBy(engine, { ...job, queries }, folder));
  };
  await judge(sortie, each);
  await judge(await opa(), atOnce);
  await judge(regorus(), each);
  printCosts(group, objects, judged);
  printSlowest(judged);
  requireAgreement(judged);
}

async function judgedBy(engine: Engine, job: BenchJob, folder: string): Promise<Judged> {
  console.error(`${engine.name}: ${job.queries.length} queries …`);
  const run = await engine.run(job, folder);
  const names = job.queries.map(({ name }) => name);
  return { engine: engine.name, run, verdicts: verdicts(names, run.results) };
}

function printCosts(group: Group, objects: number, judged: readonly Judged[]): void {
  const [ours] = judged;
  const rows = judged.map(({ engine, run, verdicts: { byRule } }) => {
    const comparable = ours === undefined ? Number.NaN : secondsOf(ours.run, byRule);
    return [
      engine,
      byRule.size,
      run.phases.compile.toFixed(2),
      run.phases.load.toFixed(2),
      run.phases.evaluate.toFixed(2),
      `${(run.phases.evaluate / comparable).toFixed(1)} ×`,
      run.wallSeconds.toFixed(1),
      run.peakMegabytes.toFixed(0),
    ];
  });
  console.log(`\n${group} rules, ${objects} objects: seconds of CPU`);
  console.log(table(["engine", "rules", "compile", "load", "evaluate", "ours", "wall s", "peak MB"], rows));
  for (const {
    engine,
    verdicts: { failed },
  } of judged) {
    for (const [rule, reason] of failed) console.log(`${engine} cannot evaluate ${rule}: ${reason}`);
  }
}

/** An engine that cannot evaluate some rules is compared over the others. */
function secondsOf({ queries }: Run, rules: ReadonlyMap<string, unknown>): number {
  return queries.filter(({ name }) => rules.has(name)).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** Where our time goes, beside the same rules elsewhere. */
function printSlowest([ours, ...others]: readonly Judged[]): void {
  const slowest = (ours?.run.queries ?? []).toSorted((a, b) => b.cpuSeconds - a.cpuSeconds).slice(0, 15);
  const single = others.filter(({ run }) => run.queries.length > 1);
  const rows = slowest.map(({ name, cpuSeconds }) => [
    name,
    cpuSeconds.toFixed(3),
    ...single.map(({ run }) => run.queries.find((query) => query.name === name)?.cpuSeconds.toFixed(3) ?? ""),
  ]);
  console.log(table(["slowest rules", "sortie", ...single.map(({ engine }) => engine)], rows));
}

function requireAgreement([ours, ...others]: readonly Judged[]): void {
  for (const { engine, verdicts: theirs } of others) {
    const different = ours === undefined ? [] : differences(ours.verdicts, theirs);
    if (different.length > 0) throw new Error(`verdicts differ from ${engine}'s: ${different.join(", ")}`);
  }
}
