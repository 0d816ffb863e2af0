import { readFile } from "node:fs/promises";
import { delimiter, dirname, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ConnectionError } from "../api-error.ts";

const text = z.string().nullish();

const Cluster = z.object({
  server: z.url({ protocol: /^https?$/ }),
  "certificate-authority": text,
  "certificate-authority-data": text,
  "insecure-skip-tls-verify": z.boolean().nullish(),
  "tls-server-name": text,
  "proxy-url": z.url({ protocol: /^(https?|socks5)$/ }).nullish(),
});
export type KubeconfigCluster = z.infer<typeof Cluster>;

const User = z.object({
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  "client-certificate": text,
  "client-certificate-data": text,
  "client-key": text,
  "client-key-data": text,
  as: text,
  "as-uid": text,
  "as-groups": z.array(z.string()).nullish(),
  /** A command that prints credentials (Kubernetes, "client-go credential plugins"). */
  exec: z
    .looseObject({
      apiVersion: z.string(),
      command: z.string(),
      args: z.array(z.string()).nullish(),
      env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
      provideClusterInfo: z.boolean().nullish(),
    })
    .nullish(),
  "auth-provider": z.looseObject({ name: z.string() }).nullish(),
});
export type KubeconfigUser = z.infer<typeof User>;

const Context = z.object({ cluster: z.string(), user: text, namespace: text });

/** What of a kubeconfig makes a connection (Kubernetes, "kubeconfig (v1)"). */
const Kubeconfig = z.object({
  "current-context": text,
  clusters: z.array(z.object({ name: z.string(), cluster: Cluster })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context: Context })).nullish(),
  users: z.array(z.object({ name: z.string(), user: User.nullish() })).nullish(),
});
type Kubeconfig = z.infer<typeof Kubeconfig>;

/** The cluster and user of one context. File names in them are absolute. */
export type KubeconfigContext = { cluster: KubeconfigCluster; user: KubeconfigUser; namespace: string };

/**
 * Reads one context of a kubeconfig. `path` may list several files as the variable `KUBECONFIG` does: of entries with the
 * same name the first counts, and files that do not exist are passed over while another one does.
 *
 * @throws ConnectionError with code `invalid_kubeconfig`. The message quotes no value of the file.
 */
export async function readKubeconfig(path: string, contextName?: string): Promise<KubeconfigContext> {
  const files = await readFiles(path);
  const wanted = contextName ?? files.map((file) => file["current-context"]).find(Boolean);
  if (!wanted) throw invalid(path, "no context is given and it has no current-context");
  const context = files.flatMap((file) => file.contexts ?? []).find(({ name }) => name === wanted)?.context;
  if (!context) throw invalid(path, `it has no context "${wanted}"`);
  const cluster = files.flatMap((file) => file.clusters ?? []).find(({ name }) => name === context.cluster)?.cluster;
  if (!cluster) throw invalid(path, `the cluster of context "${wanted}" is not in it`);
  const user = files.flatMap((file) => file.users ?? []).find(({ name }) => name === context.user);
  if (!user && context.user) throw invalid(path, `the user of context "${wanted}" is not in it`);
  return { cluster, user: user?.user ?? {}, namespace: context.namespace || "default" };
}

async function readFiles(path: string): Promise<Kubeconfig[]> {
  const paths = path.split(delimiter).filter(Boolean);
  const files: Kubeconfig[] = [];
  for (const one of paths) {
    const content = await readFile(one, "utf8").catch((err: NodeJS.ErrnoException) => {
      if (err.code === "ENOENT" && paths.length > 1) return undefined;
      throw invalid(one, `it cannot be read (${err.code})`);
    });
    if (content !== undefined) files.push(withAbsolutePaths(parseKubeconfig(one, content), dirname(resolve(one))));
  }
  return files;
}

function parseKubeconfig(path: string, content: string): Kubeconfig {
  let value: unknown;
  try {
    value = parse(content, { logLevel: "error" });
  } catch {
    throw invalid(path, "it is not YAML"); // the parser's message quotes the line, which may hold a token
  }
  const parsed = Kubeconfig.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(path, parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}

/** File names in a kubeconfig are relative to it; so is a plugin's command that contains a slash. */
function withAbsolutePaths(config: Kubeconfig, folder: string): Kubeconfig {
  const absolute = (name: string | null | undefined) => (name ? resolve(folder, name) : name);
  for (const { cluster } of config.clusters ?? []) {
    cluster["certificate-authority"] = absolute(cluster["certificate-authority"]);
  }
  for (const { user } of config.users ?? []) {
    if (!user) continue;
    for (const key of ["tokenFile", "client-certificate", "client-key"] as const) user[key] = absolute(user[key]);
    if (user.exec?.command.includes("/")) user.exec.command = resolve(folder, user.exec.command);
  }
  return config;
}

function invalid(path: string, problem: string): ConnectionError {
  return new ConnectionError("invalid_kubeconfig", `kubeconfig ${path}: ${problem}`);
}
