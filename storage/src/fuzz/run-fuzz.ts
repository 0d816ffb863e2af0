import { requestInfo } from "../api/request-info.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import type { Kind } from "../meta/kind.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { type Choices, createChoices } from "./choices.ts";
import { damaged } from "./damage.ts";
import { brokenAnswer, type FuzzAnswer, wrongAnswer } from "./judge.ts";
import { createObjectModel, type ObjectModel, type Shown } from "./object-model.ts";
import { type FuzzRequest, randomRequest } from "./random-request.ts";
import { pathOf, randomTarget, type Target } from "./target.ts";

type FuzzProblem = { problem: string; request: FuzzRequest };
type FuzzResult = { requests: number; answers: Record<string, number>; problems: FuzzProblem[] };

/** Far apart, so that a damaged name of one is never a name of another. */
const lanes = ["lane-alpha", "lane-bravo", "lane-charlie", "lane-delta", "lane-echo-x", "lane-foxtrot"];
const damagedShare = 0.35;
const problemsAtMost = 10;

const written = resultKinds.filter(({ verbs }) => verbs.includes("delete"));
const computed = resultKinds.filter(({ verbs }) => verbs.includes("get") && !verbs.includes("delete"));

/**
 * Sends random requests to a server of its own, well-formed and damaged ones, several at once, and compares every answer
 * with a model of what the server holds.
 *
 * @param goesOn Asked before each request.
 */
export async function runFuzz(seed: number, goesOn: (requests: number) => boolean): Promise<FuzzResult> {
  await using server = await openTestServer();
  const result: FuzzResult = { requests: 0, answers: {}, problems: [] };
  const next = () => {
    if (result.problems.length >= problemsAtMost || !goesOn(result.requests)) return false;
    result.requests += 1;
    return true;
  };
  await Promise.all(lanes.map((lane, index) => runLane({ server, lane, result, next }, createChoices(seed + index))));
  return result;
}

type Lane = { server: TestServer; lane: string; result: FuzzResult; next: () => boolean };

/** One request after the other, about objects that no other lane has. */
async function runLane(lane: Lane, choices: Choices): Promise<void> {
  const model = createObjectModel();
  while (lane.next()) {
    const target = randomTarget(choices, written, lane.lane);
    if (choices.chance(damagedShare)) await sendDamaged(lane, choices, target, model);
    else if (choices.chance(0.03)) await readComputed(lane, choices.pick(computed));
    else await sendWellFormed(lane, choices, target, model);
  }
}

async function sendWellFormed(lane: Lane, choices: Choices, target: Target, model: ObjectModel): Promise<void> {
  const meant = randomRequest(choices, target, model);
  const answer = await send(lane, meant.request);
  note(lane, meant.request, brokenAnswer(answer, meant.request) ?? wrongAnswer(meant, answer, model));
  if (meant.intent === "list" && answer.code === 200) {
    note(lane, meant.request, model.listed(target, itemsOf(lane, target, answer)));
  }
  if (meant.intent === "collection" && !meant.dryRun) await readAgain(lane, target, model);
}

/** What it has done, if anything, is read: a damaged request may mean something after all. */
async function sendDamaged(lane: Lane, choices: Choices, target: Target, model: ObjectModel): Promise<void> {
  const request = damaged(choices, randomRequest(choices, target, model).request);
  const answer = await send(lane, request);
  note(lane, request, brokenAnswer(answer, request));
  if (request.method !== "GET" && answer.code < 300) await readAgain(lane, target, model);
}

async function readAgain(lane: Lane, target: Target, model: ObjectModel): Promise<void> {
  const path = `${pathOf({ ...target, name: undefined })}?resourceVersion=fullSpec`;
  const request = { method: "GET", path, headers: {} };
  const answer = await send(lane, request);
  note(lane, request, answer.code === 200 ? undefined : `answers ${answer.code}`);
  model.replace(target, itemsOf(lane, target, answer));
}

async function readComputed(lane: Lane, kind: Kind): Promise<void> {
  const path = pathOf({ kind, namespace: kind.namespaced ? lane.lane : undefined });
  const request = { method: "GET", path: `${path}?resourceVersion=fullSpec`, headers: {} };
  note(lane, request, brokenAnswer(await send(lane, request), request));
}

/** Of cluster-scoped kinds, those of the lane. */
function itemsOf({ lane }: Lane, { kind }: Target, { body }: FuzzAnswer): Shown[] {
  const { items } = body as { items: Shown[] };
  return kind.namespaced ? items : items.filter(({ metadata }) => metadata.name.startsWith(`${lane}-`));
}

async function send({ server, result }: Lane, { method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
  const response = await server.raw(path, { method, headers, ...(body !== undefined && { body }) });
  result.answers[response.status] = (result.answers[response.status] ?? 0) + 1;
  const type = response.headers.get("content-type") ?? "";
  const retryAfter = response.headers.get("retry-after");
  const isWatch = response.ok && requestInfo(method, new URL(path, "http://localhost")).verb === "watch";
  if (isWatch) await response.body?.cancel();
  else if (type === "application/json") return { code: response.status, retryAfter, body: await response.json() };
  else await response.arrayBuffer();
  return { code: response.status, retryAfter, body: undefined };
}

function note({ result }: Lane, request: FuzzRequest, problem: string | undefined): void {
  if (problem !== undefined) result.problems.push({ problem, request });
}
