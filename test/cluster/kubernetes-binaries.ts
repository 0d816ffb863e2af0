import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.ts";
import { runCommand } from "./run-command.ts";
import { commandPath, shortHash } from "./tools.ts";

const source = join(import.meta.dirname, "components");
const modulePath = "sortie.dev/test/cluster/components";

const version = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)/;

/**
 * Directory that holds kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, kube-proxy and pause, built
 * from the Go modules pinned in `components/go.mod`. Built once for each content of go.mod and go.sum, Go version and flags.
 */
export async function kubernetesBinaries(): Promise<string> {
  const go = commandPath("go") ?? "/usr/local/go/bin/go";
  const goMod = readFileSync(join(source, "go.mod"), "utf8");
  const [, gitVersion, major, minor] = version.exec(goMod) ?? [];
  if (!gitVersion) throw new Error(`${join(source, "go.mod")} does not require k8s.io/kubernetes`);
  const versionPackage = "k8s.io/component-base/version";
  const flags = [
    "-trimpath",
    "-buildvcs=false",
    "-ldflags",
    `-s -w -X ${versionPackage}.gitVersion=${gitVersion} -X ${versionPackage}.gitMajor=${major} -X ${versionPackage}.gitMinor=${minor}`,
  ];
  const goVersion = await runCommand(go, ["env", "GOVERSION", "GOARCH"], { cwd: source });
  const key = shortHash(
    goMod,
    readFileSync(join(source, "go.sum")),
    readFileSync(join(source, "pause", "main.go")),
    goVersion,
    flags.join(" "),
  );
  return cached(`kubernetes-${key}`, async (directory) => {
    console.error(
      `building Kubernetes ${gitVersion} from Go modules: about 7 minutes the first time, 1 when Go has it cached`,
    );
    mkdirSync(directory, { recursive: true });
    // pause runs in an empty image, so it must not need the C library.
    const packages: [string, NodeJS.ProcessEnv][] = [
      [`${modulePath}/pause`, { CGO_ENABLED: "0" }],
      ...["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"].map(
        (name): [string, NodeJS.ProcessEnv] => [`k8s.io/kubernetes/cmd/${name}`, {}],
      ),
    ];
    for (const [path, env] of packages) {
      const startedAt = performance.now();
      await runCommand(go, ["build", ...flags, "-o", directory, path], {
        cwd: source,
        env: { ...process.env, ...env },
      });
      console.error(
        `  ${path.slice(path.lastIndexOf("/") + 1)}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
      );
    }
  });
}
