import { apiVersion, type Kind } from "../meta/kind.ts";
import { encodeObject, protobufType } from "../protobuf/envelope.ts";
import { message } from "../schema/message.ts";
import { rootOf } from "../schema/root.ts";
import { randomObject } from "../testing/random-object.ts";
import type { Choices } from "./choices.ts";
import type { ObjectModel } from "./object-model.ts";
import { pathOf, type Target } from "./target.ts";

export type FuzzRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
};

/** What a request is for. */
type Intent = "create" | "get" | "update" | "patch" | "delete" | "list" | "collection";
type SentObject = Record<string, unknown> & { apiVersion: string; kind: string };

/** A well-formed request about an object, and what it means, so that the answer can be judged. */
export type Meant = { intent: Intent; target: Target; dryRun: boolean; sent?: SentObject; request: FuzzRequest };

const intents: readonly Intent[] = [
  ...(["create", "create", "create", "get", "get", "get", "update", "update", "patch", "delete", "list"] as const),
];

export function randomRequest(choices: Choices, target: Target, model: ObjectModel): Meant {
  const intent = target.kind.namespaced && choices.chance(0.004) ? "collection" : choices.pick(intents);
  const isRead = intent === "get" || intent === "list";
  const dryRun = !isRead && choices.chance(0.05);
  const query = dryRun ? "?dryRun=All" : "";
  const named = pathOf(target) + query;
  const collection = pathOf({ ...target, name: undefined }) + query;
  const meant = { intent, target, dryRun };
  switch (intent) {
    case "create": {
      const sent = objectToSend(choices, target, {});
      return { ...meant, sent, request: { method: "POST", path: collection, ...encoded(choices, target.kind, sent) } };
    }
    case "update": {
      const sent = objectToSend(choices, target, { resourceVersion: versionToSend(choices, target, model) });
      return { ...meant, sent, request: { method: "PUT", path: named, ...encoded(choices, target.kind, sent) } };
    }
    case "patch": {
      const { query: asWhom, ...patch } = randomPatch(choices, target);
      const path = asWhom === "" ? named : `${named}${query === "" ? "?" : "&"}${asWhom}`;
      return { ...meant, request: { method: "PATCH", path, ...patch } };
    }
    case "get":
    case "list":
      return { ...meant, request: { method: "GET", path: intent === "get" ? named : collection, headers: {} } };
    default:
      return { ...meant, request: { method: "DELETE", path: intent === "delete" ? named : collection, headers: {} } };
  }
}

export const applyType = "application/apply-patch+yaml";

const noFields = message("None", "", {});

function objectToSend(choices: Choices, { kind, name }: Target, metadata: Record<string, unknown>): SentObject {
  const body = randomObject(kind.message ?? noFields, choices.random);
  return {
    apiVersion: apiVersion(kind),
    kind: kind.kind,
    metadata: { name, ...metadata, ...labelsAndAnnotations(choices) },
    ...body,
  };
}

function labelsAndAnnotations(choices: Choices): Record<string, unknown> {
  return {
    ...(choices.chance(0.5) && { labels: { team: choices.pick(["red", "blue"]) } }),
    ...(choices.chance(0.3) && {
      annotations: { "example.com/note": choices.pick(["", "größe 🔒", 'a "quoted" \\']) },
    }),
  };
}

/** Mostly the state that is there. */
function versionToSend(choices: Choices, target: Target, model: ObjectModel): string {
  const known = model.get(target)?.metadata.resourceVersion;
  return known === undefined || choices.chance(0.1) ? "5" : known;
}

function encoded(choices: Choices, { message: of }: Kind, object: SentObject): Pick<FuzzRequest, "headers" | "body"> {
  if (!of || choices.chance(0.5)) {
    return { headers: { "Content-Type": "application/json" }, body: JSON.stringify(object) };
  }
  return { headers: { "Content-Type": protobufType }, body: encodeObject(rootOf(of), object) };
}

type Patch = Pick<FuzzRequest, "headers" | "body"> & { query: string };

function randomPatch(choices: Choices, { kind, name }: Target): Patch {
  const metadata = labelsAndAnnotations(choices);
  const kinds = {
    "application/merge-patch+json": { metadata },
    "application/json-patch+json": [{ op: "add", path: "/metadata/labels", value: { team: "green" } }],
    [applyType]: { apiVersion: apiVersion(kind), kind: kind.kind, metadata: { name, ...metadata } },
  };
  const type = choices.pick(Object.keys(kinds) as (keyof typeof kinds)[]);
  // Two who apply disagree now and then.
  const query = type === applyType ? `fieldManager=${choices.pick(["one", "two"])}&force=${choices.chance(0.5)}` : "";
  return { headers: { "Content-Type": type }, body: JSON.stringify(kinds[type]), query };
}
