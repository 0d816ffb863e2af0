import type { Access, AuthPlugin, Credentials, TlsIdentity } from "./access.ts";
import { changingFile } from "./changing-file.ts";
import { invalid, type KubeconfigCluster, type KubeconfigUser, readKubeconfig } from "./kubeconfig-file.ts";

/**
 * Access with one context of a kubeconfig. Files it names are read again when they change. Client libraries of cloud and
 * identity providers are loaded only for a user that has `exec` or `auth-provider`.
 */
export async function kubeconfigAccess(path: string, contextName?: string): Promise<Access> {
  const { cluster, user, namespace } = await readKubeconfig(path, contextName);
  const ca = pem(
    path,
    "certificate-authority",
    cluster["certificate-authority"],
    cluster["certificate-authority-data"],
  );
  const cert = pem(path, "client-certificate", user["client-certificate"], user["client-certificate-data"]);
  const key = pem(path, "client-key", user["client-key"], user["client-key-data"]);
  const tokenFile = user.tokenFile ? changingFile(user.tokenFile) : undefined;
  const startPlugin = await pluginOf(cluster, user);
  let plugin = startPlugin?.();
  return {
    server: withoutCredentials(cluster.server),
    namespace,
    proxyUrl: cluster["proxy-url"] || undefined,
    credentials: async (signal) => {
      const asked = plugin;
      const made = (await asked?.(signal)) ?? {};
      const token = (await tokenOf(user, tokenFile)) || made.token;
      if (!token && tokenFile) throw invalid(path, `tokenFile: ${user.tokenFile} is empty`);
      return {
        headers: { ...authorization(user, token), ...impersonation(user) },
        tls: defined({
          ca: await ca?.(),
          cert: (await cert?.()) ?? made.cert,
          key: (await key?.()) ?? made.key,
          servername: cluster["tls-server-name"] || undefined,
          rejectUnauthorized: cluster["insecure-skip-tls-verify"] ? false : undefined,
        }),
        doubt: made.doubt,
        // Calls that are refused together forget once: each would start the plugin beside the others.
        forget: () => {
          if (plugin === asked) plugin = startPlugin?.();
        },
      };
    },
  };
}

/** TLS says of what is no PEM that a line is missing, or nothing at all. */
function pem(path: string, field: string, file: string | null | undefined, data: string | null | undefined) {
  const read = content(file, data);
  if (!read) return undefined;
  return async () => {
    const text = await read();
    if (text.includes("-----BEGIN ")) return text;
    throw invalid(path, data ? `${field}-data: it is not the base64 of PEM` : `${field}: ${file} is not PEM`);
  };
}

/** Content that is in the kubeconfig itself, base64, or in a file. The former wins, as in client-go. */
function content(file: string | null | undefined, data: string | null | undefined) {
  if (data) {
    const decoded = Buffer.from(data, "base64").toString("utf8");
    return async () => decoded;
  }
  return file ? changingFile(file) : undefined;
}

/** A file that can be read goes before a token beside it, which was its content once, as in client-go. */
async function tokenOf(
  { token }: KubeconfigUser,
  file: (() => Promise<string>) | undefined,
): Promise<string | undefined> {
  const read = file?.().then((content) => content.trim());
  return (await (token ? read?.catch(() => "") : read)) || token || undefined;
}

async function pluginOf(cluster: KubeconfigCluster, user: KubeconfigUser): Promise<(() => AuthPlugin) | undefined> {
  if (!user.exec && !user["auth-provider"]) return undefined;
  const { authPlugin } = await import("./auth-plugin.ts");
  return () => authPlugin(cluster, user);
}

function authorization(user: KubeconfigUser, token: string | undefined): Credentials["headers"] {
  if (token) return { authorization: `Bearer ${token}` };
  if (!user.username) return {};
  const basic = Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64");
  return { authorization: `Basic ${basic}` };
}

/** Kubernetes Authenticating, "User impersonation". */
function impersonation(user: KubeconfigUser): Credentials["headers"] {
  return {
    ...(user.as ? { "impersonate-user": user.as } : {}),
    ...(user["as-uid"] ? { "impersonate-uid": user["as-uid"] } : {}),
    ...(user["as-groups"]?.length ? { "impersonate-group": user["as-groups"] } : {}),
  };
}

function withoutCredentials(server: string): string {
  const { origin, pathname } = new URL(server);
  return `${origin}${pathname}`.replace(/\/+$/, "");
}

function defined(identity: { [K in keyof TlsIdentity]: TlsIdentity[K] | undefined }): TlsIdentity {
  return Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== undefined));
}
