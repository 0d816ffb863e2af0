import { type Cluster, discoverResources, type KubeObject, resources, type ServedResource } from "@sortie/kube";
import type { Exists } from "./decide.ts";
import { listPages } from "./list-pages.ts";
import { hasPart, type Parts, partsOf } from "./object-parts.ts";
import type { Owner } from "./owners.ts";
import { addUsage, emptyUsage, imageKey, instanceKey, templateKey, type Usage } from "./pod-usage.ts";

type ObjectOwner = Owner & { is: "object" };

/** Objects of one resource as `namespace/name`, with their parts where those were asked for. */
type Listed = Map<string, Parts | undefined>;

export type Survey = {
  exists: Exists;
  /** Resources that could not be listed, with the reason: nothing is known about them. */
  unlisted: { resource: string; reason: string }[];
};

/**
 * Lists what results say that they are about, and nothing else: metadata where names are enough, page by page. A list
 * that failed or is not complete counts as none. A cluster without any pod is one whose pods could not be seen.
 *
 * @throws when the cluster does not say what it serves.
 */
export async function survey(
  cluster: Pick<Cluster, "request">,
  owners: Iterable<Owner>,
  signal: AbortSignal,
): Promise<Survey> {
  const served = await discoverResources(cluster, { signal });
  const wanted = [...owners];
  const lists = new Map<string, Listed>();
  const unlisted: Survey["unlisted"] = [];
  let usage: Usage | undefined;

  for (const [resource, wants] of resourcesOf(wanted, served)) {
    const listed: Listed = new Map();
    const used = emptyUsage();
    const take = (object: KubeObject) => {
      listed.set(keyOf(object), wants === "metadata" ? undefined : partsOf(object));
      if (wants === "usage") addUsage(used, object);
    };
    try {
      await listPages(cluster, resource, { metadataOnly: wants === "metadata", signal }, take);
    } catch (error) {
      signal.throwIfAborted();
      unlisted.push({ resource: nameOf(resource), reason: error instanceof Error ? error.message : String(error) });
      continue;
    }
    lists.set(nameOf(resource), listed);
    if (wants === "usage" && listed.size > 0) usage = used;
  }
  return { unlisted, exists: (owner) => (owner.is === "object" ? hasObject(owner) : isUsed(owner, usage)) };

  function hasObject(owner: ObjectOwner): boolean | undefined {
    const found = candidates(owner, served).map((resource) => lists.get(nameOf(resource)));
    const key = `${owner.namespace}/${owner.name}`;
    for (const listed of found) if (listed?.has(key)) return hasPart(listed.get(key), owner);
    return found.length === 0 || found.includes(undefined) ? undefined : false;
  }
}

function isUsed(owner: Exclude<Owner, ObjectOwner>, usage: Usage | undefined): boolean | undefined {
  if (!usage) return undefined;
  if (owner.is === "image") return usage.images.has(imageKey(owner.id));
  if (owner.is === "instance") return usage.instances.has(instanceKey(owner.id));
  return usage.templates.has(templateKey(owner.namespace, owner.hash));
}

type Wants = "metadata" | "parts" | "usage";

/** Each resource once, with the most that somebody wants of it. */
function resourcesOf(owners: Owner[], served: ServedResource[]): Map<ServedResource, Wants> {
  const all = new Map<ServedResource, Wants>();
  const pods = served.find(({ group, version, plural }) => group === "" && version === "v1" && plural === "pods");
  for (const owner of owners) {
    const wants = wantsOf(owner);
    const found = owner.is === "object" ? candidates(owner, served) : pods ? [pods] : [];
    for (const resource of found) all.set(resource, more(all.get(resource) ?? "metadata", wants));
  }
  return all;
}

function wantsOf(owner: Owner): Wants {
  if (owner.is !== "object") return "usage";
  return owner.container === undefined && owner.subjectId === undefined ? "metadata" : "parts";
}

function more(one: Wants, other: Wants): Wants {
  const order: Wants[] = ["metadata", "parts", "usage"];
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

/** Resources that an owner may be one of. Results are never about results. */
function candidates({ group, kind }: ObjectOwner, served: ServedResource[]): ServedResource[] {
  return served.filter(
    (resource) =>
      resource.isPreferred &&
      resource.kind.toLowerCase() === kind &&
      resource.group !== resources.workloadConfigurationScans.group &&
      (group === undefined || resource.group === group) &&
      resource.verbs.includes("list"),
  );
}

function nameOf({ group, plural }: ServedResource): string {
  return group === "" ? plural : `${plural}.${group}`;
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}
