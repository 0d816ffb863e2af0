import { createHash, type X509Certificate } from "node:crypto";
import type { KubeUser } from "@sortie/kube";
import { type AuthenticationConfig, proxyProblem } from "./authentication-config.ts";
import { isSignedBy, subjectValues } from "./certificate-chain.ts";
import type { Peer } from "./peer.ts";
import { type HeaderLines, userOfHeaders } from "./proxy-headers.ts";
import { createRemembered } from "./remembered.ts";
import type { Identity, User } from "./user.ts";

/** As in kube-apiserver: a token that is revoked, or a certificate whose time is over, is good for this long at most. */
const rememberSeconds = 10;
const rememberedTokens = 1000;

export type AuthenticateDeps = {
  /** What the cluster says at this moment; `undefined` until it has been read. */
  config(): AuthenticationConfig | undefined;
  reviewToken(token: string): Promise<KubeUser | undefined>;
  now: () => Date;
};

/** Either somebody, or why nobody. */
export type Authentication = { identity: Identity } | { refused: string };

/**
 * Finds out who asks: the front proxy's word for it, a user's certificate, or a token, in this order. Anybody who is
 * known is in `system:authenticated`, without which kube-apiserver's own pollers of discovery would be nobody.
 */
export function createAuthenticate(deps: AuthenticateDeps) {
  const tokens = createRemembered<KubeUser | undefined>({
    seconds: rememberSeconds,
    limit: rememberedTokens,
    now: deps.now,
  });

  const isSigned = rememberedVerdicts(deps.now);

  return async (authorization: string | null, { headers, certificate }: Peer): Promise<Authentication> => {
    const config = deps.config();
    if (!config) return { refused: "the cluster's authentication settings have not been read yet" };
    const byCertificate = certificate && certified(headers, certificate, config, isSigned);
    if (byCertificate) return byCertificate;
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? "") ?? [];
    if (!token) return { refused: "Unauthorized" };
    const user = await tokens(createHash("sha256").update(token).digest("hex"), () => deps.reviewToken(token));
    return user ? known({ ...user, groups: user.groups ?? [] }, false) : { refused: "Unauthorized" };
  };
}

type IsSigned = (certificate: X509Certificate, authorities: X509Certificate[]) => boolean;

/** The same certificate comes with every request of a connection; looking at signatures takes longer than most of them. */
function rememberedVerdicts(now: () => Date): IsSigned {
  const known = new WeakMap<X509Certificate, WeakMap<X509Certificate[], { is: boolean; until: number }>>();
  return (certificate, authorities) => {
    const verdicts = known.get(certificate) ?? new WeakMap();
    known.set(certificate, verdicts);
    const time = now();
    const verdict = verdicts.get(authorities);
    if (verdict && time.getTime() < verdict.until) return verdict.is;
    const is = isSignedBy(certificate, authorities, time);
    verdicts.set(authorities, { is, until: time.getTime() + rememberSeconds * 1000 });
    return is;
  };
}

function certified(
  headers: HeaderLines,
  certificate: X509Certificate,
  config: AuthenticationConfig,
  isSigned: IsSigned,
): Authentication | undefined {
  const [commonName] = subjectValues(certificate, "CN");
  if (isSigned(certificate, config.proxyAuthorities)) {
    const problem = proxyProblem(config);
    const isAllowed = config.proxyNames.length === 0 || config.proxyNames.includes(commonName ?? "");
    const user = isAllowed && userOfHeaders(headers, config);
    if (user) return problem === undefined ? known(user, true) : { refused: problem };
  }
  if (!commonName || !isSigned(certificate, config.clientAuthorities)) return undefined;
  return known({ username: commonName, groups: subjectValues(certificate, "O") }, false);
}

function known(user: User, isAuthorized: boolean): Authentication {
  const groups = user.groups.includes("system:authenticated") ? user.groups : [...user.groups, "system:authenticated"];
  return { identity: { user: { ...user, groups }, isAuthorized } };
}
