import { expect, it } from "vitest";
import { changeOf } from "../api/write/modify-object.ts";
import { resultKinds } from "../kinds/result-kinds.ts";
import { apiVersion, type Kind, resourceName } from "../meta/kind.ts";
import { type ApiObject, bodyOf } from "../meta/metadata.ts";
import { changedObject } from "../objects/changed-object.ts";
import { parseObject, storedForm } from "../objects/object-text.ts";
import { readSketch } from "../objects/read-object.ts";
import { sketchOf } from "../objects/sketch.ts";
import type { Message } from "../schema/message.ts";
import { rootOf } from "../schema/root.ts";
import { withStoredEmpties } from "../schema/stored-empties.ts";
import type { Change, Revision } from "../store/store.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import type { SentBody } from "./current-object.ts";
import { trackUpdate } from "./track-update.ts";

const now = new Date("2026-08-22T14:55:00Z");
const later = new Date("2026-08-22T15:00:00Z");
const kinds = resultKinds.filter((kind) => {
  return kind.message && kind.verbs.includes("update") && !kind.kept && kind.plural !== "collapseconfigurations";
});

function by(manager: string, at: Date) {
  return { manager, subresource: undefined, now: at };
}

function stored(kind: Kind, object: ApiObject): Revision {
  const key = { kind: resourceName(kind), namespace: "shop", name: "web" };
  return { key, resourceVersion: 5, type: "modified", ...storedForm(kind, object) };
}

/** What an update comes to, with what is known of its body or without. */
function update(kind: Kind, revision: Revision, sent: SentBody, isKnown: boolean) {
  const replaced = (current: ApiObject, compared = sent.object) => {
    const meant = sent.keepsEmpties && kind.message ? withEmpties(kind.message, current, compared) : compared;
    return trackUpdate(kind, current, changedObject(kind, current, meant, undefined), by(sent.owner.manager, later));
  };
  const change = changeOf(kind, revision, replaced, isKnown ? sent : undefined);
  return change && said(change);
}

function withEmpties(message: Message, current: ApiObject, object: ApiObject): ApiObject {
  return withStoredEmpties(rootOf(message), current, object) as ApiObject;
}

function said({ metadata, body, bytes, digest, type }: Change) {
  const text = bytes ? Buffer.from(bytes).toString() : body;
  return { metadata: JSON.parse(metadata) as unknown, body: JSON.parse(`{${text}}`) as unknown, digest, type };
}

it.each(kinds.map((kind) => [kind.plural, kind] as const))(
  "makes of updates of %s what all of the stored object does",
  (_, kind) => {
    const random = randomNumbers(kind.plural.length);
    const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
    const body = () => (kind.message ? randomObject(kind.message, random) : {});
    for (let round = 0; round < 20; round += 1) {
      const labels = pick([undefined, { app: "web" }, { app: "web", tier: "front" }]);
      const made = {
        metadata: { name: "web", namespace: "shop", uid: "1", generation: 1, ...(labels && { labels }) },
        ...body(),
      };
      const own = trackUpdate(kind, undefined, made, by("scanner", now));
      const touched = trackUpdate(kind, own, { ...own, ...pick([{}, body()]) }, by(pick(["scanner", "person"]), now));
      const revision = stored(kind, random() < 0.2 ? shared(touched) : touched);
      const was = bodyOf(parseObject(revision));
      const { status, ...rest } = pick([was, reversed(was), body(), shuffled(was, body())]);
      // The order in which objects are read.
      const next = { ...rest, ...(status !== undefined && { status }) };
      const metadata = { name: "web", ...pick([{ labels }, { labels: { app: "api" } }, {}]) };
      const sent = {
        object: { metadata, ...next },
        text: JSON.stringify(next).slice(1, -1),
        owner: { manager: pick(["scanner", "scanner", "person"]), operation: "Update" as const },
      };
      const wanted = update(kind, revision, sent, false);
      expect(update(kind, revision, sent, true)).toEqual(wanted);
      const inProtobuf = { ...sent, keepsEmpties: true };
      expect(update(kind, revision, inProtobuf, true)).toEqual(update(kind, revision, inProtobuf, false));
      const sketch = sketched(kind, sent);
      if (sketch) expect(update(kind, revision, sketch, true)).toEqual(wanted);
    }
  },
);

/** The same as it is known where only what matters of the text is read. */
function sketched(kind: Kind, sent: SentBody): SentBody | undefined {
  const sketch = sketchOf(kind, JSON.stringify({ apiVersion: apiVersion(kind), kind: kind.kind, ...sent.object }));
  return sketch && { ...sent, object: readSketch(kind, sketch, "Warn").object, isSketch: true };
}

it("makes of updates of scans the same when only what matters of them is read", () => {
  const [kind] = kinds.filter(({ plural }) => plural === "workloadconfigurationscans") as [Kind];
  const random = randomNumbers(3);
  const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
  for (let round = 0; round < 60; round += 1) {
    const made = { metadata: { name: "web", namespace: "shop", uid: "1", generation: 1 }, ...scanOf(pick(verdicts)) };
    const own = trackUpdate(kind, undefined, made, by("scanner", now));
    const labelled = { ...own, metadata: { ...own.metadata, labels: { app: "web" } } };
    const revision = stored(kind, trackUpdate(kind, own, labelled, by(pick(["scanner", "person"]), now)));
    const next = scanOf(pick(verdicts));
    const sent = {
      object: { metadata: { name: "web", ...pick([{ labels: { app: "web" } }, {}]) }, ...next },
      text: JSON.stringify(next).slice(1, -1),
      owner: { manager: pick(["scanner", "person"]), operation: "Update" as const },
    };
    const sketch = sketched(kind, sent);
    if (!sketch) throw new Error(`is to be parsed: ${sent.text}`);
    expect(update(kind, revision, sketch, true)).toEqual(update(kind, revision, sent, false));
  }
});

/** The first two have bodies of one length and one digest. */
const verdicts = [["failed", "passed"], ["passed", "failed"], ["skipped"], []];

function scanOf(statuses: string[]): Record<string, unknown> {
  const controls = statuses.map((status, index) => {
    const controlID = `C-000${index}`;
    const severity = { severity: "High", scoreFactor: 7 };
    return [controlID, { controlID, name: "", severity, status: { status, subStatus: "", info: "" }, rules: null }];
  });
  return { spec: { controls: Object.fromEntries(controls) as object, relatedObjects: null } };
}

/** Owned by another as well, as after a merge of two who apply. */
function shared({ metadata, ...body }: ApiObject): ApiObject {
  const managedFields = metadata.managedFields?.flatMap((entry) => [entry, { ...entry, manager: "zealot" }]);
  return { ...body, metadata: { ...metadata, ...(managedFields && { managedFields }) } };
}

/** The same, with the fields of all objects in another order. */
function reversed(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === "object" && each !== null && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).toReversed())
        : each,
    ),
  ) as Record<string, unknown>;
}

/** Some fields of another. */
function shuffled(a: Record<string, unknown>, b: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(a).map((name, at) => [name, at % 2 === 0 ? a[name] : b[name]]));
}
