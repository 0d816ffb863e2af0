import { ArtifactError } from "./artifact-error.ts";
import { maxArtifactBytes, tooLarge } from "./parse-artifact.ts";
import { readSet, releasedNames } from "./read-set.ts";
import type { ReleasedSet } from "./released.ts";

const wholeDownloadMs = 60_000;
const mostRedirects = 5;

type Options = { signal: AbortSignal; timeoutMs?: number };

/**
 * Downloads a release of artifacts: `<base>/frameworks`, `<base>/controls` and so on, over HTTP or HTTPS, one after the
 * other. Another host is only followed to over HTTPS, and nothing leads from HTTPS to HTTP. A name and password in the
 * address are sent to its host alone.
 *
 * @throws ArtifactError saying what could not be had, or used.
 */
export async function downloadArtifacts(base: string, { signal, timeoutMs = wholeDownloadMs }: Options) {
  const patience = AbortSignal.timeout(timeoutMs);
  const artifacts = new Map<string, Uint8Array>();
  const get = async (name: string, isRequired: boolean) => {
    try {
      const bytes = await download(name, placeOf(base, name), isRequired, AbortSignal.any([signal, patience]));
      if (bytes !== undefined) artifacts.set(name, bytes);
    } catch (err) {
      if (signal.aborted) throw signal.reason;
      if (patience.aborted) throw new ArtifactError(`no answer within ${timeoutMs / 1000} s`, { cause: err });
      if (err instanceof TypeError) throw new ArtifactError(`${name}: ${reasonOf(err)}`, { cause: err });
      throw err;
    }
  };
  for (const name of releasedNames.required) await get(name, true);
  for (const name of releasedNames.optional) await get(name, false);
  return readSet(artifacts) satisfies ReleasedSet;
}

type Place = { url: URL; authorization: string | undefined };

function placeOf(base: string, name: string): Place {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${name}`;
  const login = loginOf(url);
  [url.username, url.password] = ["", ""];
  const authorization = login === ":" ? undefined : `Basic ${Buffer.from(login).toString("base64")}`;
  return { url, authorization };
}

function loginOf({ username, password }: URL): string {
  try {
    return [username, password].map(decodeURIComponent).join(":");
  } catch {
    throw new ArtifactError("a % in the name or password of the address is %25 there");
  }
}

async function download(name: string, from: Place, isRequired: boolean, signal: AbortSignal) {
  let place = from;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const { url, authorization } = place;
    const headers = { accept: "application/json, */*", ...(authorization !== undefined && { authorization }) };
    const response = await fetch(url, { redirect: "manual", signal, headers });
    const location = response.headers.get("location");
    if (response.ok) return await bodyOf(name, response);
    await response.body?.cancel();
    if (response.status === 404 && !isRequired) return undefined;
    if (response.status < 300 || response.status >= 400 || location === null) {
      throw new ArtifactError(`${name}: the server answered ${response.status}`);
    }
    place = redirected(name, place, location);
  }
  throw new ArtifactError(`${name}: more than ${mostRedirects} redirects`);
}

function redirected(name: string, { url: from, authorization }: Place, location: string): Place {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSameHost = to?.host === from.host;
  const isSafe = to?.protocol === "https:" || (to?.protocol === "http:" && from.protocol === "http:" && isSameHost);
  // The rest of an address may be a key to it.
  if (!isSafe) throw new ArtifactError(`${name}: the server leads to ${to ? `${to.protocol}//${to.host}` : "nowhere"}`);
  return { url: to, authorization: isSameHost ? authorization : undefined };
}

/** What a server says of the length is not relied on, and what it sends may be compressed. */
async function bodyOf(name: string, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxArtifactBytes) throw tooLarge(name);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: TypeError): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
