// What each rule costs on inputs of growing size: `node growth-process.ts GROUP SIZE…`. Standard output is one JSON
// object, microseconds of CPU by rule, one for each size.
import { compile, Indexes } from "@sortie/rego";
import { verdictsOf } from "./job.ts";
import { benchLibrary, type Group, inputOf } from "./library.ts";

const [group, ...sizes] = process.argv.slice(2) as [Group, ...string[]];
const { modules, data, rules } = benchLibrary();
const policy = compile(modules);
const queries = rules[group].map((name) => ({ name, query: policy.prepare(verdictsOf([name])) }));
const costs = new Map<string, number[]>(queries.map(({ name }) => [name, []]));

// The first size twice: its first turn is spent on making the rules fast.
for (const [turn, size] of [sizes[0] ?? "", ...sizes].entries()) {
  const input = inputOf(group, Number(size));
  const indexes = new Indexes();
  for (const { name, query } of queries) {
    const before = process.cpuUsage();
    query.evaluate({ input, data, indexes });
    const { user, system } = process.cpuUsage(before);
    if (turn > 0) costs.get(name)?.push(user + system);
  }
}
process.stdout.write(JSON.stringify(Object.fromEntries(costs)));
