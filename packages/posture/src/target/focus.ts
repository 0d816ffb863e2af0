import type { KubeObject, Selection } from "@sortie/kube";
import { JobError } from "@sortie/process/job-error";
import type { ConfigTarget } from "@sortie/wire";
import type { Evaluated } from "../evaluate/evaluation.ts";
import { type ResultPlace, resultMetadata } from "../identity/result-metadata.ts";
import { scannedResource } from "../identity/scanned-resource.ts";
import { isMatched, typeOfObject } from "../objects/object-type.ts";
import type { Selected } from "../select/select-controls.ts";
import { isTarget, type TargetObject } from "./wanted-for-object.ts";

/**
 * Restricts a scan to the object that its request names, if it names one. Other objects are read for what they say about
 * it; nothing is said about them, as not all that they depend on was read.
 */
export type Focus = {
  /** Without rules that are not about the object, and controls that have no others. */
  select(selected: Selected): Selected;
  /** Those of the objects that are reported about. */
  reported(objects: KubeObject[]): KubeObject[];
  /** @throws JobError `not_found` when the object was not among those that were read. */
  results(evaluated: Evaluated): Evaluated;
  /** The stored results that those can replace. */
  stored(evaluated: Evaluated, place: ResultPlace): Selection;
};

const everything: Focus = {
  select: (selected) => selected,
  reported: (objects) => objects,
  results: (evaluated) => evaluated,
  stored: () => ({}),
};

export function focusOf({ object }: Pick<ConfigTarget, "object">): Focus {
  return object === undefined ? everything : focusOn(object);
}

function focusOn(target: TargetObject): Focus {
  let found: KubeObject | undefined;
  let isLookedFor = false;
  return {
    select(selected) {
      const type = typeOfObject(target.apiVersion, target.kind);
      const rules = selected.rules.filter(({ match }) => isMatched(match, type));
      const names = new Set(rules.map(({ name }) => name));
      const controls = selected.controls
        .map((control) => ({ ...control, rules: control.rules.filter((name) => names.has(name)) }))
        .filter((control) => control.rules.length > 0);
      isLookedFor = rules.length > 0;
      return { ...selected, rules, controls };
    },
    reported(objects) {
      const own = objects.filter((object) => isTarget(target, object));
      found ??= own[0];
      return own;
    },
    results({ table, reasons }) {
      if (isLookedFor && found === undefined) throw notFound(target);
      const id = scannedResource(found)?.id;
      const own = [...table.all()].filter(({ resource }) => resource.id === id);
      return { table: { ...table, all: () => own, size: own.length }, reasons };
    },
    stored({ table }, place) {
      const [own] = table.all();
      const { namespace, name } = own ? resultMetadata(own.resource, place) : target;
      return { namespace: namespace || place.resultsNamespace, fieldSelector: `metadata.name=${name}` };
    },
  };
}

function notFound({ kind, namespace, name }: TargetObject): JobError {
  const place = namespace === "" ? name : `${namespace}/${name}`;
  return new JobError("not_found", `${kind} ${place} is not there, or a workload owns it`, { retry: false });
}
