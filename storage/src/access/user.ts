/** Who asks: what an authenticator found out. Kubernetes, "Authenticating". */
export type User = {
  username: string;
  uid?: string | undefined;
  groups: string[];
  extra?: Record<string, string[]> | undefined;
};

/**
 * Who is behind a request and whether the authorizer has been asked about it already: kube-apiserver does that before
 * it passes a request on.
 */
export type Identity = { user: User; isAuthorized: boolean };
