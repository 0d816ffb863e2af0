import { RegoBuiltinError } from "../errors.ts";
import type { CustomBuiltins } from "./custom-builtin.ts";

/** https://github.com/distribution/reference: what an image reference may be. */
const pathPart = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const domain =
  "(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?";
const tag = "[\\w][\\w.-]{0,127}";
const digest = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const reference = new RegExp(`^${domain}/${pathPart}(?:/${pathPart})*(?::${tag})?(?:@${digest})?$`);

const defaultDomain = "docker.io";

/** The full name of an image: `nginx` is `docker.io/library/nginx`. A tag or digest stays as it is. */
function normalized(image: string): string {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  const host = isDomain ? first : defaultDomain;
  const rest = isDomain ? image.slice(slash + 1) : image;
  const canonicalHost = host === "index.docker.io" ? defaultDomain : host;
  const path = canonicalHost === defaultDomain && !rest.includes("/") ? `library/${rest}` : rest;
  const name = `${canonicalHost}/${path}`;
  if (/^[a-f0-9]{64}$/.test(image))
    throw new RegoBuiltinError(`invalid repository name (${image}), cannot specify 64-byte hexadecimal strings`);
  if (!reference.test(name)) throw new RegoBuiltinError("invalid reference format");
  return name;
}

/**
 * Built-ins that Kubescape adds to OPA's (https://github.com/kubescape/kubescape). Signatures live in registries, which
 * an evaluation does not ask: as for a registry that cannot be reached, no image has one.
 */
export const kubescapeBuiltins = {
  "cosign.verify": { operands: ["string", "string"], evaluate: () => false },
  "cosign.has_signature": { operands: ["string"], evaluate: () => false },
  "image.parse_normalized_name": { operands: ["string"], evaluate: ([image]) => normalized(image as string) },
} as const satisfies CustomBuiltins;
