import { Compute, GoogleAuth } from "google-auth-library";
import { CloudError } from "../cloud-source.ts";

/** What the token may do at most. The roles of its account say the rest. */
const scope = "https://www.googleapis.com/auth/cloud-platform";

/**
 * Answers with what gives out tokens, by Application Default Credentials: a key or a federated identity that
 * GOOGLE_APPLICATION_CREDENTIALS names, gcloud's own, or the metadata server, which knows the pod by workload identity
 * (https://cloud.google.com/docs/authentication/application-default-credentials).
 */
export function googleToken(projectId: string): (signal: AbortSignal) => Promise<string> {
  const auth = new GoogleAuth({ scopes: [scope], projectId });
  const metadata = new Compute({ scopes: [scope] });
  const ask = async () => {
    try {
      return await auth.getAccessToken();
    } catch (err) {
      if (!isDenied(err)) throw err;
      return (await metadata.getAccessToken()).token;
    }
  };
  return async (signal) => {
    try {
      const token = await withSignal(ask(), signal);
      if (typeof token === "string" && token !== "") return token;
    } catch (err) {
      signal.throwIfAborted();
      throw new CloudError(`no Google credentials: ${(err as Error).message}`, { cause: err });
    }
    throw new CloudError("no Google credentials: the answer has no token");
  };
}

/** In the image the program may not look for gcloud's credentials in a home, and there are none: the rest counts. */
function isDenied(err: unknown): boolean {
  return err instanceof Error && "code" in err && err.code === "ERR_ACCESS_DENIED";
}

/** The library takes no signal. What it still waits for then ends with its own time-outs. */
async function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
