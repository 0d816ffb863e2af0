import {
  compileRules,
  countedFrameworks,
  focusOf,
  judgedControls,
  libraryOfScan,
  providerOf,
  selectControls,
  startEvaluation,
  wantedOf,
} from "@sortie/posture";
import { runJob } from "@sortie/process";
import { logUnknownNamespaces } from "./collect/unknown-namespaces.ts";
import { waitSeconds } from "./concurrency/patiently.ts";
import { Config } from "./config.ts";
import { connect } from "./connect.ts";
import { openReporter } from "./event-receiver/reporter.ts";
import { judgedBy } from "./in-cluster/judged-by.ts";
import { librarySettings, writeJudgedLibrary } from "./judged-library.ts";
import { watchRegressions } from "./regressions/regression-watch.ts";
import { logGaps } from "./report/log-gaps.ts";
import { openResultStore } from "./report/open-result-store.ts";
import { report } from "./report/report.ts";
import { summaryWriter } from "./summary/store-summary.ts";

await runJob("config-scan", Config, async ({ request, config, log, clock, signal }) => {
  const { target, requestedAt } = request;
  const given = await libraryOfScan(librarySettings(config), { log, signal });
  writeJudgedLibrary(config, given);
  await using connected = await connect(config, { log, signal });
  const { source, scanned, storage } = connected;
  const { library, exceptions, unusable } = await judgedBy(given, request, config, { scanned, log, signal });

  const provider = providerOf(source.scope);
  const focus = focusOf(target);
  const selected = focus.select(selectControls(library, target, source.scope));
  const frameworks = selected.frameworks.map(({ name }) => name);
  const chosen = { controls: selected.controls.length, rules: selected.rules.length };
  log.info({ provider, frameworks, ...chosen }, "controls selected");
  const unknown = await logUnknownNamespaces(target, source, log);

  using reporter = openReporter(config, { request, provider, scanned, clock, log, wait: waitSeconds, signal });
  const rules = compileRules({ ...library, cloudProvider: provider }, selected.rules, signal);
  const evaluation = startEvaluation(rules, signal, exceptions);
  const { kinds, unavailable } = await source.collect(selected.rules, wantedOf(target, rules), (batch) => {
    const own = focus.reported(batch.objects);
    reporter?.add(own);
    evaluation.add(batch);
  });
  const objects = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  log.info({ objects, kinds }, "objects read");

  const evaluated = focus.results(await evaluation.finish(unavailable));
  log.info({ resources: evaluated.table.size }, "rules evaluated");
  logGaps(unavailable, evaluated, selected.rules, log);

  const place = { clusterName: config.CLUSTER_NAME, resultsNamespace: config.RESULTS_NAMESPACE };
  const controls = judgedControls(selected.controls, selected.rules, library.inputs);
  const counted = countedFrameworks(target, selected.frameworks, library.frameworks, source.scope);
  const shared = { log, clock, wait: waitSeconds, signal };
  const scan = `${request.jobId} ${requestedAt}`;
  const regressions = watchRegressions({ ...shared, scan, cluster: config.REGRESSION_EVENTS ? storage : undefined });
  const summarise = summaryWriter(config, target, unavailable, { ...shared, cluster: storage });
  const store = openResultStore(connected, focus.stored(evaluated, place), { ...shared, regressions });
  const found = { evaluated, controls, frameworks: counted };
  const counts = await report(found, { log, place, results: store, regressions, reporter, summarise });
  return { objects, ...counts, ...unknown, ...unusable };
});
