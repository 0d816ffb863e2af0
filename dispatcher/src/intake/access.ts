/** Who asks, as far as the connection and its headers say. */
export type Caller = {
  /** Address of the other end of the connection. Forwarding headers are not read: anyone can write them. */
  peer: string | undefined;
  authorization: string | undefined;
  /** Browsers name the page that makes a request; `kubectl port-forward`, CronJobs and the command line send none. */
  origin: string | undefined;
};

export type Access = { allowed: true } | { allowed: false; status: 401 | 403 | 429; message: string };

export type AccessDeps = {
  /**
   * Asks the API server who the token's bearer is and whether they may create OperatorCommands. `busy`: too many of this
   * address wait to be asked about.
   */
  mayCreateCommands(token: string, peer: string | undefined): Promise<"yes" | "no" | "unauthenticated" | "busy">;
  allowUnauthenticated: boolean;
};

/**
 * Whether a caller may give commands (docs/reference/control-plane.md, "Access"): whoever arrives on the pod's loopback
 * has passed the API server's check of `pods/portforward`; everyone else shows a token that may create OperatorCommands.
 *
 * Throws what the API server's client throws when it cannot be asked.
 */
export async function judgeAccess(caller: Caller, deps: AccessDeps): Promise<Access> {
  if (deps.allowUnauthenticated) return { allowed: true };
  // A web page reaches a port on its visitor's loopback too, so a browser is never trusted for where it runs.
  if (caller.origin === undefined && isLoopback(caller.peer)) return { allowed: true };
  const token = /^Bearer +(\S+)$/i.exec(caller.authorization ?? "")?.[1];
  if (token === undefined) return { allowed: false, status: 401, message: "a bearer token is required" };
  const answer = await deps.mayCreateCommands(token, caller.peer);
  if (answer === "yes") return { allowed: true };
  if (answer === "busy") return { allowed: false, status: 429, message: "too many callers wait to be recognised" };
  if (answer === "unauthenticated") return { allowed: false, status: 401, message: "the bearer token is not valid" };
  return { allowed: false, status: 403, message: "the token's bearer may not create operatorcommands.kubescape.io" };
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address);
}
