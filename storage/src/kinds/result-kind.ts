import { allVerbs, type Kind, type Verb } from "../meta/kind.ts";
import { fieldsInJson } from "../schema/fields-in-json.ts";
import type { Message } from "../schema/message.ts";
import { emptyMessage } from "../schema/zero.ts";
import { labelColumn } from "./columns.ts";

/** Of every result kind. */
const common = {
  group: "spdx.softwarecomposition.kubescape.io",
  version: "v1beta1",
  categories: ["kubescape"],
  hasStatus: false,
  hasChecksum: false,
};

/** Without watch, create and delete, the garbage collector, quota and namespace controllers leave a kind alone. */
const readOnly: Verb[] = ["get", "list"];

type Entry = Pick<Kind, "plural" | "shortNames" | "columns" | "listed"> & { message: Message } & Partial<Kind>;

/** A kind whose objects are stored. Names follow from its table. */
export function storedKind(entry: Entry & Pick<Kind, "maxBodyBytes">): Kind {
  return resultKind(entry);
}

/** A kind that is computed when it is read. */
export function computedKind(entry: Entry): Kind {
  return { ...resultKind(entry), verbs: readOnly };
}

/** A kind that is an action, as TokenReview is: nothing is kept (`api/serve-resource.ts`). What cannot be listed is in no category: `kubectl get` would fail for all of it. */
export function actionKind(entry: Entry & Pick<Kind, "maxBodyBytes">): Kind {
  return { ...resultKind(entry), verbs: ["create"], categories: [] };
}

function resultKind(entry: Entry): Kind {
  const { message, atomicFields = [] } = entry;
  return {
    namespaced: true,
    verbs: allVerbs,
    maxBodyBytes: 0,
    ...common,
    kind: message.name,
    singular: message.name.toLowerCase(),
    emptyBody: JSON.stringify(emptyMessage(message)).slice(1, -1),
    ...entry,
    atomicFields: [...atomicFields, ...rawFields(message, "")],
  };
}

/** Fields with JSON of any shape: nobody manages parts of them. */
function rawFields(message: Message, above: string): string[] {
  return fieldsInJson(message).flatMap(({ name, type }) => {
    const path = above === "" ? name : `${above}.${name}`;
    if (type.is === "raw") return [path];
    return type.is === "message" ? rawFields(type, path) : [];
  });
}

export const workloadColumn = labelColumn("Kind", "kubescape.io/workload-kind", "Kind of the workload.");

export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
