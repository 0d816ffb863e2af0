import { sbomSpdx, sbomSpdxFiltered, sbomSummary, sbomSyft, sbomSyftFiltered } from "../kinds/sbom.ts";
import { type Kind, resourceName, type Source } from "../meta/kind.ts";
import { bodyOf } from "../meta/metadata.ts";
import { parseMetadata, parseObject } from "../objects/object-text.ts";
import type { Revision, Store } from "../store/store.ts";
import { generatedPolicies } from "./generated-policies.ts";
import { namespaceSums } from "./namespace-sums.ts";
import { containerProfiles } from "./overlay.ts";
import { type SyftSbom, spdxOf } from "./spdx-of-syft.ts";
import { stableUid } from "./stable-uid.ts";

/** Where kinds that are not stored are read from, by name of the kind. */
export function computedSources(store: Store): Map<string, Source> {
  const spdx = (revision: Revision) => spdxOf(bodyOf(parseObject(revision)) as SyftSbom, revision.key);
  return new Map([
    ...namespaceSums(store),
    viewOf(store, sbomSpdx, sbomSyft, spdx),
    viewOf(store, sbomSpdxFiltered, sbomSyftFiltered, spdx),
    viewOf(store, sbomSummary, sbomSyft, () => ({ spec: {}, status: {} })),
    containerProfiles(store),
    [resourceName(generatedPolicies.kind), generatedPolicies.source(store)],
  ]);
}

/** One object for each object of another kind, under the same name and with the same resourceVersion. */
function viewOf(
  store: Store,
  kind: Kind,
  of: Kind,
  show: (revision: Revision) => Record<string, unknown>,
): [string, Source] {
  const name = resourceName(kind);
  const source = resourceName(of);
  const shown = (revision: Revision): Revision => ({
    ...revision,
    key: { ...revision.key, kind: name },
    metadata: viewMetadata(name, revision),
    body: JSON.stringify(show(revision)).slice(1, -1),
  });
  const get: Source["get"] = async (key) => {
    const found = await store.get({ kind: source, ...key });
    return found && shown(found);
  };
  const list: Source["list"] = async (range) => {
    const listed = await store.list({ kind: source, ...range });
    const view = (revision: Revision) =>
      range.metadataOnly ? { ...revision, metadata: viewMetadata(name, revision) } : shown(revision);
    return { ...listed, revisions: listed.revisions.map(view) };
  };
  return [name, { get, list }];
}

/** That of the object without what only stored objects have. */
function viewMetadata(kind: string, revision: Revision): string {
  const { name, namespace, uid, creationTimestamp, labels = {}, annotations = {} } = parseMetadata(revision);
  return JSON.stringify({ name, namespace, uid: stableUid(`${kind}/${uid}`), creationTimestamp, labels, annotations });
}
