import type { Cause } from "./cause.ts";
import { type Kind, resourceName } from "./kind.ts";

/** Kubernetes API conventions, "Response Status Kind". */
export type Status = {
  kind: "Status";
  apiVersion: "v1";
  metadata: Record<string, string>;
  status: "Success" | "Failure";
  message?: string;
  reason?: string;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    uid?: string;
    causes?: Cause[];
    retryAfterSeconds?: number;
  };
  code?: number;
};

/** Ends a request with this status. The app's `onError` is the only place that catches it. */
export class StatusError extends Error {
  override name = "StatusError";
  readonly status: Status & { code: number };
  /** Of a response, besides what follows from the status. */
  readonly headers: Record<string, string> = {};

  constructor(code: number, reason: string, message: string, details?: NonNullable<Status["details"]>) {
    super(message);
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      reason,
      ...(details && { details }),
      code,
    };
  }
}

type Subject = Pick<Kind, "plural" | "group">;

export function notFound(kind: Subject, name: string): StatusError {
  return new StatusError(404, "NotFound", `${resourceName(kind)} "${name}" not found`, of(kind, name));
}

/** @param isEnding Whether it is being deleted: then it is worth waiting for. */
export function alreadyExists(kind: Subject, name: string, isEnding = false): StatusError {
  const message = `${isEnding ? "object is being deleted: " : ""}${resourceName(kind)} "${name}" already exists`;
  return new StatusError(409, "AlreadyExists", message, of(kind, name));
}

export function conflict(kind: Subject, name: string, why: string, causes?: Cause[]): StatusError {
  const message = `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": ${why}`;
  return new StatusError(409, "Conflict", message, { ...of(kind, name), ...(causes && { causes }) });
}

/** The object is not the one the client read. client-go's `RetryOnConflict` reads it again. */
export function modified(kind: Subject, name: string): StatusError {
  return conflict(
    kind,
    name,
    "the object has been modified; please apply your changes to the latest version and try again",
  );
}

export function forbidden(kind: Subject, name: string, why: string, causes: Cause[]): StatusError {
  const message = `${resourceName(kind)} "${name}" is forbidden: ${why}`;
  return new StatusError(403, "Forbidden", message, { ...of(kind, name), causes });
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, "BadRequest", message);
}

/** The object is understood but not acceptable. */
export function invalid(kind: Pick<Kind, "kind" | "group">, name: string, causes: Cause[]): StatusError {
  const list = causes.map(({ field, message }) => `${field}: ${message}`);
  const what = list.length === 1 ? list[0] : `[${list.join(", ")}]`;
  const title = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  return new StatusError(422, "Invalid", `${title} "${name}" is invalid: ${what}`, {
    ...(name && { name }),
    group: kind.group,
    kind: kind.kind,
    causes,
  });
}

/** The same of the query or body that says how a request is meant. */
export function invalidOptions(options: OptionsKind, ...causes: Cause[]): StatusError {
  return invalid({ kind: options, group: "meta.k8s.io" }, "", causes);
}

export type OptionsKind = "CreateOptions" | "DeleteOptions" | "ListOptions" | "PatchOptions" | "UpdateOptions";

export function unsupportedValue(field: string, value: string, supported: readonly string[]): Cause {
  const list = supported.map((each) => JSON.stringify(each)).join(", ");
  return {
    reason: "FieldValueNotSupported",
    message: `Unsupported value: ${value}: supported values: ${list}`,
    field,
  };
}

/** Of a URL that nobody serves. As kube-apiserver says it, which has empty details where it knows of no resource. */
export function nothingThere(): StatusError {
  return new StatusError(404, "NotFound", "the server could not find the requested resource", {});
}

/** @param allowed Methods that there are: RFC 9110, section 15.5.6. */
export function methodNotAllowed(allowed: readonly string[]): StatusError {
  const message = "the server does not allow this method on the requested resource";
  const error = new StatusError(405, "MethodNotAllowed", message, {});
  error.headers.Allow = allowed.join(", ");
  return error;
}

/** Of a body, or of what it stands for. Kubescape's node agent sends a profile in two parts then. */
export function tooLarge(message: string): StatusError {
  return new StatusError(413, "RequestEntityTooLarge", message);
}

export function expired(message: string): StatusError {
  return new StatusError(410, "Expired", message);
}

export function unsupportedMediaType(accepted: string[]): StatusError {
  return new StatusError(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  );
}

/** The sentence is client-go's own: Kubescape's node agent looks for it. */
export function tooManyRequests(): StatusError {
  const message = "the server has received too many requests and has asked us to try again later";
  return new StatusError(429, "TooManyRequests", message, { retryAfterSeconds: 1 });
}

/** Answer to a deletion. */
export function deleted(kind: Subject, name: string, uid: string | undefined): Status {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { ...of(kind, name), ...(uid && { uid }) },
  };
}

function of(kind: Subject, name: string) {
  return { name, ...(kind.group && { group: kind.group }), kind: kind.plural };
}
