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
  "proxy-url": z.union([z.literal(""), z.url({ protocol: /^(https?|socks5)$/ })]).nullish(),
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

const entries = z.array(z.looseObject({ name: z.string() })).nullish();

/**
 * What of a kubeconfig makes a connection (Kubernetes, "kubeconfig (v1)"). Only the entries that are used are looked into:
 * others may be half written, as `kubectl config set-cluster` leaves them.
 */
const Kubeconfig = z.object({ "current-context": text, clusters: entries, contexts: entries, users: entries });
type KubeconfigFile = z.infer<typeof Kubeconfig> & { path: string };

/** Where an entry is, and under which key it has its content. */
const keys = { clusters: "cluster", contexts: "context", users: "user" } as const;

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
  const context = entryOf(files, "contexts", wanted, Context)?.value;
  if (!context) throw invalid(path, `it has no context "${wanted}"`);
  const cluster = entryOf(files, "clusters", context.cluster, Cluster);
  if (!cluster) throw invalid(path, `the cluster of context "${wanted}" is not in it`);
  const user = context.user ? entryOf(files, "users", context.user, User.nullish()) : undefined;
  if (!user && context.user) throw invalid(path, `the user of context "${wanted}" is not in it`);
  return {
    cluster: withAbsolutePaths(cluster.value, cluster.folder, ["certificate-authority"]),
    user: user?.value ? withAbsolutePlugin(user.value, user.folder) : {},
    namespace: context.namespace || "default",
  };
}

/** The first entry of that name, and the folder that file names in it are relative to. */
function entryOf<T>(
  files: KubeconfigFile[],
  list: keyof typeof keys,
  name: string,
  schema: z.ZodType<T>,
): { value: T; folder: string } | undefined {
  for (const { path, [list]: entries } of files) {
    const index = entries?.findIndex((entry) => entry.name === name) ?? -1;
    if (index === -1) continue;
    const value = parsed(path, schema, entries?.[index]?.[keys[list]], [list, index, keys[list]]);
    return { value, folder: dirname(resolve(path)) };
  }
  return undefined;
}

async function readFiles(path: string): Promise<KubeconfigFile[]> {
  const paths = path.split(delimiter).filter(Boolean);
  const files: KubeconfigFile[] = [];
  for (const one of paths) {
    const content = await readFile(one, "utf8").catch((err: NodeJS.ErrnoException) => {
      if (err.code === "ENOENT" && paths.length > 1) return undefined;
      throw invalid(one, `it cannot be read (${err.code})`);
    });
    if (content !== undefined) files.push({ ...parseKubeconfig(one, content), path: one });
  }
  return files;
}

function parseKubeconfig(path: string, content: string): z.infer<typeof Kubeconfig> {
  let value: unknown;
  try {
    value = parse(content, { logLevel: "error", merge: true }); // as kubectl's parser reads `<<`
  } catch {
    throw invalid(path, "it is not YAML"); // the parser's message quotes the line, which may hold a token
  }
  return parsed(path, Kubeconfig, value ?? {}, []);
}

function parsed<T>(path: string, schema: z.ZodType<T>, value: unknown, at: (string | number)[]): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(path, result.error.issues.map((one) => `${[...at, ...one.path].join(".")}: ${one.message}`).join("; "));
}

/** File names in a kubeconfig are relative to it. */
function withAbsolutePaths<T extends object>(entry: T, folder: string, fields: (keyof T)[]): T {
  const absolute = fields.map((field) => [field, entry[field]] as const).filter(([, name]) => name);
  return { ...entry, ...Object.fromEntries(absolute.map(([field, name]) => [field, resolve(folder, String(name))])) };
}

/** So is a plugin's command that contains a slash. */
function withAbsolutePlugin(user: KubeconfigUser, folder: string): KubeconfigUser {
  const absolute = withAbsolutePaths(user, folder, ["tokenFile", "client-certificate", "client-key"]);
  const { exec } = absolute;
  if (!exec?.command.includes("/")) return absolute;
  return { ...absolute, exec: withAbsolutePaths(exec, folder, ["command"]) };
}

export function invalid(path: string, problem: string): ConnectionError {
  return new ConnectionError("invalid_kubeconfig", `kubeconfig ${path}: ${problem}`);
}
