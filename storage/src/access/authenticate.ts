import { createHash, type X509Certificate } from "node:crypto";
import type { KubeUser } from "@sortie/kube";
import type { HeaderLines } from "../serve/connection.ts";
import { type AuthenticationConfig, proxyProblem } from "./authentication-config.ts";
import { isSignedBy, subjectValues } from "./certificate-chain.ts";
import { isFresh } from "./is-fresh.ts";
import type { Peer } from "./peer.ts";
import { userOfHeaders } from "./proxy-headers.ts";
import { createRemembered } from "./remembered.ts";
import type { Identity, User } from "./user.ts";

/** As in kube-apiserver: a token that is revoked, or a certificate whose time is over, is good for this long at most. */
const rememberSeconds = 10;
const rememberedTokens = 1000;
/** What anybody sends as a token is put to the cluster, so only so much at once. */
const reviewsAtOnce = 100;

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
    atOnce: reviewsAtOnce,
    now: deps.now,
  });

  const prove = rememberedProofs(deps.now);

  return async (authorization: string | null, { headers, certificate }: Peer): Promise<Authentication> => {
    const config = deps.config();
    if (!config) return { refused: "the cluster's authentication settings have not been read yet" };
    const byCertificate = certificate && certified(headers, prove(certificate, config), config);
    if (byCertificate) return byCertificate;
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? "") ?? [];
    if (!token) return { refused: "Unauthorized" };
    const user = await tokens(createHash("sha256").update(token).digest("hex"), () => deps.reviewToken(token));
    return user ? known({ ...user, groups: user.groups ?? [] }, false) : { refused: "Unauthorized" };
  };
}

/** What a certificate proves. */
type Proof = {
  /** That it is the front proxy's, which says whom it acts for; `problem`: why it is not believed all the same. */
  isProxy: boolean;
  problem: string | undefined;
  /** Whose it is; `undefined`: no user's. */
  user: User | undefined;
};

type Prove = (certificate: X509Certificate, config: AuthenticationConfig) => Proof;

/** The same certificate comes with every request of a connection; looking at signatures takes longer than most of them. */
function rememberedProofs(now: () => Date): Prove {
  const known = new WeakMap<X509Certificate, { config: AuthenticationConfig; since: number; proof: Proof }>();
  return (certificate, config) => {
    const time = now();
    const remembered = known.get(certificate);
    if (remembered?.config === config && isFresh(remembered.since, rememberSeconds, time.getTime())) {
      return remembered.proof;
    }
    const proof = proofOf(certificate, config, time);
    known.set(certificate, { config, since: time.getTime(), proof });
    return proof;
  };
}

function proofOf(certificate: X509Certificate, config: AuthenticationConfig, now: Date): Proof {
  // Go, and so whoever has signed it, takes the last one for the name.
  const commonName = subjectValues(certificate, "CN").at(-1) ?? "";
  const isAllowed = config.proxyNames.length === 0 || config.proxyNames.includes(commonName);
  const isUser = commonName !== "" && isSignedBy(certificate, config.clientAuthorities, now);
  return {
    isProxy: isAllowed && isSignedBy(certificate, config.proxyAuthorities, now),
    problem: proxyProblem(config),
    user: isUser ? { username: commonName, groups: subjectValues(certificate, "O") } : undefined,
  };
}

function certified(
  headers: HeaderLines,
  { isProxy, problem, user }: Proof,
  config: AuthenticationConfig,
): Authentication | undefined {
  const named = isProxy && userOfHeaders(headers, config);
  if (named) return problem === undefined ? known(named, true) : { refused: problem };
  return user && known(user, false);
}

function known(user: User, isAuthorized: boolean): Authentication {
  const groups = user.groups.includes("system:authenticated") ? user.groups : [...user.groups, "system:authenticated"];
  return { identity: { user: { ...user, groups }, isAuthorized } };
}
