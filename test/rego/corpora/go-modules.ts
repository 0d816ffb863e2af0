import { tmpdir } from "node:os";
import { runCommand } from "../../cluster/run-command.ts";

/** A Go module that carries Rego written by others. `sum` is Go's hash of the whole module, as in a go.sum. */
export type GoModule = { readonly path: string; readonly version: string; readonly sum: string };

/** Apache-2.0, all of them. */
export const goModules = {
  /** Checks of Kubernetes, cloud accounts and Dockerfiles, with their tests. The driver links the same version. */
  trivy: {
    path: "github.com/aquasecurity/trivy-checks",
    version: "v1.10.0",
    sum: "h1:Q0FWsYy/uwvr/icRSOzNu55yDZ1ME8hZlpglNs62ZfE=",
  },
  /** Constraint templates of its demos and tests, and what came before templates. */
  gatekeeper: {
    path: "github.com/open-policy-agent/gatekeeper/v3",
    version: "v3.23.1",
    sum: "h1:njHTm0SJ6ZEhhEgmQTpJKTGQbc99fSs4hGiEp1OIKck=",
  },
  /** Examples of policies over many file formats, with their tests. */
  conftest: {
    path: "github.com/open-policy-agent/conftest",
    version: "v0.71.1",
    sum: "h1:M6MogKBsr76V7WVTgGgyGvKUsDtzFA3gaOrl7ciyqvQ=",
  },
} as const satisfies Record<string, GoModule>;

/** Downloads a module with Go's own client and returns its directory. Throws when it is not the module of `sum`. */
export async function downloadGoModule({ path, version, sum }: GoModule): Promise<string> {
  // Outside of any module, so that nothing is resolved but this one.
  const text = await runCommand("go", ["mod", "download", "-json", `${path}@${version}`], { cwd: tmpdir() });
  const found = JSON.parse(text) as { Dir: string; Sum: string };
  if (found.Sum !== sum) throw new Error(`${path}@${version} has the sum ${found.Sum}, not ${sum}`);
  return found.Dir;
}
