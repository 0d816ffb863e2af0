import { define, fail } from "./define.ts";

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
    fail(`invalid repository name (${image}), cannot specify 64-byte hexadecimal strings`);
  return reference.test(name) ? name : fail("invalid reference format");
}

/**
 * Built-ins that Kubescape adds. Signatures live in registries, which an evaluation does not ask: as for a registry
 * that cannot be reached, no image has one.
 */
export const kubescape = [
  define("cosign.verify", ["string", "string"], () => false),
  define("cosign.has_signature", ["string"], () => false),
  define("image.parse_normalized_name", ["string"], normalized),
];
