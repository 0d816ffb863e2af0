import type { SecureContextOptions } from "node:tls";

/** What a TLS connection to the API server is made with. Texts are PEM. */
export type TlsIdentity = Pick<SecureContextOptions, "ca" | "cert" | "key"> & {
  /** Name the server's certificate must carry, where it is not the host of the URL. */
  servername?: string | undefined;
  rejectUnauthorized?: boolean | undefined;
};

export type Credentials = {
  headers: Record<string, string | string[]>;
  tls: TlsIdentity;
  /** What may be why a server does not accept them. */
  doubt?: string | undefined;
  /** The server answered 401 to them: what is remembered of them is worthless. */
  forget?: (() => void) | undefined;
};

/** Credentials that something else than the kubeconfig makes: a command, an identity provider. */
export type AuthPlugin = (signal: AbortSignal) => Promise<Partial<Record<"token" | "cert" | "key" | "doubt", string>>>;

/** How to reach one API server and what to show it. */
export type Access = {
  /** Base URL without a trailing slash. */
  server: string;
  namespace: string;
  /** `http:`, `https:` or `socks5:` URL of the proxy in between. */
  proxyUrl?: string | undefined;
  /** Asked before every call; reads again what has changed. */
  credentials(signal: AbortSignal): Promise<Credentials>;
};
