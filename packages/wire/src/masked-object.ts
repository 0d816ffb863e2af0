import { isRecord } from "./is-record.ts";

/** What stands in place of a masked value. */
const mask = "XXXXXX";

/**
 * A Kubernetes object fit for a report that is stored or sent: without the values of Secrets and ConfigMaps, of
 * environment variables, and of the annotation that repeats the whole object; also without `status` and `managedFields`.
 * The object itself is left as it is.
 *
 * Read by: whoever reads `resources[].object` of a posture report or of the command line's JSON.
 * Source: docs/reference/posture-results.md, "Report to an event receiver".
 */
export function maskedObject(object: Record<string, unknown>): Record<string, unknown> {
  const isData = object.kind === "Secret" || object.kind === "ConfigMap";
  const { status: _status, ...kept } = object;
  const masked = Object.entries(kept).map(([field, value]): [string, unknown] => {
    if (isData && dataFields.has(field)) return [field, withMaskedValues(value)];
    return [field, field === "metadata" ? withoutHistory(value) : withMaskedEnvironment(value)];
  });
  return Object.fromEntries(masked);
}

const dataFields = new Set(["data", "stringData", "binaryData"]);
const containerFields = new Set(["containers", "initContainers", "ephemeralContainers"]);

/** Data in a shape that no Secret has could be anything, so all of it is masked. */
function withMaskedValues(values: unknown): unknown {
  if (values === null || values === undefined) return values;
  return isRecord(values) ? Object.fromEntries(Object.keys(values).map((key) => [key, mask])) : mask;
}

function withoutHistory(metadata: unknown): unknown {
  if (!isRecord(metadata)) return metadata;
  const { managedFields: _managedFields, annotations, ...kept } = metadata;
  if (!isRecord(annotations)) return kept;
  const { "kubectl.kubernetes.io/last-applied-configuration": _applied, ...others } = annotations;
  return { ...kept, annotations: others };
}

/**
 * Masks the containers of a pod specification wherever it is: in a Pod, a Deployment, a CronJob. What has none in it, which is
 * most of an object, is not copied.
 */
function withMaskedEnvironment(value: unknown): unknown {
  if (Array.isArray(value)) {
    const masked = value.map(withMaskedEnvironment);
    return masked.every((one, index) => one === value[index]) ? value : masked;
  }
  if (!isRecord(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const inner = value[key];
    const masked = maskedField(key, inner);
    if (masked === inner) continue;
    copy ??= { ...value };
    copy[key] = masked;
  }
  return copy ?? value;
}

/** Custom resources have variables in other places as well, such as the steps of a pipeline. A text is a label's value there. */
function maskedField(key: string, value: unknown): unknown {
  if (containerFields.has(key)) return maskedContainers(value);
  return key === "env" && typeof value === "object" ? maskedVariables(value) : withMaskedEnvironment(value);
}

/** A list of them, or, in a shape that Kubernetes does not know, a list in a list, one alone, or several by their names. */
function maskedContainers(containers: unknown): unknown {
  if (Array.isArray(containers)) {
    return containers.map((one: unknown) => (Array.isArray(one) ? maskedContainers(one) : maskedContainer(one)));
  }
  const own = maskedContainer(containers);
  if (!isRecord(own)) return own;
  const masked = Object.entries(own).map(([name, one]) => [name, withMaskedEnvironment(maskedContainer(one))]);
  return Object.fromEntries(masked);
}

function maskedContainer(container: unknown): unknown {
  if (!isRecord(container)) return container;
  const { env, envFrom: _envFrom, ...kept } = container;
  return env === undefined || env === null ? kept : { ...kept, env: maskedVariables(env) };
}

function maskedVariables(env: unknown): unknown {
  if (!Array.isArray(env)) return withMaskedValues(env);
  return env.map((variable) => (isRecord(variable) ? { name: variable.name, value: mask } : mask));
}
