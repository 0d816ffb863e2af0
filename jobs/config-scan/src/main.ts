import { runJob } from "@sortie/process";
import { waitSeconds } from "./concurrency/patiently.ts";
import { Config } from "./config.ts";
import { connect } from "./connect.ts";
import { compileRules } from "./evaluate/compile-rules.ts";
import { startEvaluation } from "./evaluate/evaluation.ts";
import { exceptionsOfScan } from "./exceptions/exceptions-of-scan.ts";
import { loadLibrary } from "./library/load-library.ts";
import { judgedControls } from "./report/posture.ts";
import { results } from "./report/results.ts";
import { emptyTally, outcomeCounts, skippedControls } from "./report/tally.ts";
import { writeResults } from "./report/write-results.ts";
import { selectControls } from "./select/select-controls.ts";

await runJob("config-scan", Config, async ({ request: { target, requestedAt }, config, log, signal }) => {
  const library = loadLibrary(config.POLICIES_DIR);
  const exceptions = exceptionsOfScan(library, config, requestedAt);
  await using connected = await connect(config, target, signal);
  const { source, storage } = connected;

  const selected = selectControls(library, target, source.scope);
  const frameworks = selected.frameworks.map(({ name }) => name);
  log.info({ frameworks, controls: selected.controls.length, rules: selected.rules.length }, "controls selected");

  const evaluation = startEvaluation(compileRules(library, selected.rules, signal), signal, exceptions);
  const { kinds, unavailable } = await source.collect(selected.rules, (batch) => evaluation.add(batch));
  const objects = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  log.info({ objects, kinds }, "objects read");
  for (const { type, reason } of unavailable) log.warn({ kind: type.kind, reason }, "kind not read");

  const evaluated = await evaluation.finish(unavailable);
  log.info({ resources: evaluated.table.size }, "rules evaluated");
  const alreadySaid = new Set(unavailable.map(({ reason }) => reason));
  for (const [index, reason] of evaluated.reasons) {
    if (!alreadySaid.has(reason)) log.warn({ rule: selected.rules[index]?.name, reason }, "rule skipped");
  }

  const tally = emptyTally();
  const controls = judgedControls(selected.controls, selected.rules, library.inputs);
  const place = { clusterName: config.CLUSTER_NAME, resultsNamespace: config.RESULTS_NAMESPACE };
  const reported = results(evaluated, controls, place, tally);
  const written = await writeResults(reported, { storage, wait: waitSeconds, signal });
  log.info(written, "results written");

  const skipped = skippedControls(tally, controls, evaluated.reasons);
  const skippedCount = Object.keys(skipped).length;
  if (skippedCount > 0) log.info({ controls: skipped }, "controls skipped");
  return { objects, controls: controls.length, ...outcomeCounts(tally), skippedControls: skippedCount, ...written };
});
