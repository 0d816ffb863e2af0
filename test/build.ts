// What system tests need that is built or fetched once for months: the clusters' programs, OPA with what drives it, the
// policies it is compared on, and the Go clients of storage.
import { clusterKind } from "./cluster/cluster.ts";
import { kubernetesBinaries } from "./cluster/kubernetes-binaries.ts";
import { ensureDebianPackages } from "./cluster/tools.ts";
import { readCorpora } from "./rego/corpora/read-corpora.ts";
import { opaDirectory } from "./rego/opa/driver.ts";
import { clientsetProgram } from "./storage/clientset.ts";

if (process.getuid?.() !== 0) {
  throw new Error("system tests need root: they make clusters of network namespaces and containers");
}
await ensureDebianPackages();
if (clusterKind() === "own") await kubernetesBinaries();
await opaDirectory();
await readCorpora();
await clientsetProgram();
