// The judge of random requests, for as long as it is given: `node soak-requests.ts SEED SECONDS`. The last line is JSON.
import { runFuzz } from "../src/fuzz/run-fuzz.ts";

const [seed = "1", seconds = "60"] = process.argv.slice(2);
/** With fewer the server is always small, with more a failure is far from its cause. */
const requestsEach = 100_000;
const end = performance.now() + Number(seconds) * 1000;

let requests = 0;
const problems: unknown[] = [];
for (let round = 0; performance.now() < end; round += 1) {
  const result = await runFuzz(Number(seed) + 1000 * round, (sent) => sent < requestsEach && performance.now() < end);
  requests += result.requests;
  problems.push(...result.problems);
}
process.stdout.write(`${JSON.stringify({ requests, problems })}\n`);
