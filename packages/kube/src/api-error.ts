/** The part of a `Status` that is read (Kubernetes API conventions, "Response Status Kind"). */
type Status = { kind?: unknown; message?: unknown; reason?: unknown; code?: unknown };

/** Server messages can quote the whole request; this much of one is kept. */
const longestMessage = 2_000;

/**
 * An API server refused a call. `code` is the HTTP status; `reason` is the one of the `Status` (`Forbidden`, `Conflict`,
 * `Expired`), or `Unknown` when the answer was no `Status`. Neither carries anything of the request but method and path.
 */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: number;
  readonly reason: string;
  /** What the server asked to wait, where it said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(answer: { code: number; reason: string; message: string; retryAfterSeconds?: number | undefined }) {
    super(answer.message.slice(0, longestMessage));
    this.code = answer.code;
    this.reason = answer.reason;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }
}

/**
 * An API server could not be reached, did not answer in time, or answered with something that is not Kubernetes' API.
 * `code` is for programs: `timeout`, `too_large`, `cut`, `not_json`, `endless`, or the system's or TLS library's (`ECONNREFUSED`,
 * `SELF_SIGNED_CERT_IN_CHAIN`).
 */
export class ConnectionError extends Error {
  override name = "ConnectionError";
  readonly code: string;

  constructor(code: string, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The error that an answer of 300 or more stands for. A body that is not a `Status` is not quoted: whatever stands between
 * us and the API server may send back what it was sent, credentials included.
 */
export function apiErrorOf(
  call: { method: string; path: string },
  answer: { code: number; body: string; remark?: string | undefined; retryAfterSeconds?: number | undefined },
): ApiError {
  const status = parseStatus(answer.body);
  const what = `${call.method} ${call.path.split("?", 1)[0]}`;
  const said = typeof status?.message === "string" ? status.message : `HTTP status ${answer.code}`;
  return new ApiError({
    code: answer.code,
    reason: typeof status?.reason === "string" && status.reason !== "" ? status.reason : "Unknown",
    message: [`${what}: ${said}`, answer.remark].filter(Boolean).join("; "),
    retryAfterSeconds: answer.retryAfterSeconds,
  });
}

function parseStatus(body: string): Status | undefined {
  try {
    const value = JSON.parse(body) as Status | null;
    return value?.kind === "Status" ? value : undefined;
  } catch {
    return undefined; // plain text or HTML, for example of a proxy
  }
}
