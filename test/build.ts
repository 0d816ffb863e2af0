// What system tests need that is built once for months: the clusters' programs, and OPA with what drives it.
import { clusterKind } from "./cluster/cluster.ts";
import { kubernetesBinaries } from "./cluster/kubernetes-binaries.ts";
import { ensureDebianPackages } from "./cluster/tools.ts";
import { opaDirectory } from "./rego/opa/driver.ts";

if (process.getuid?.() !== 0) {
  throw new Error("system tests need root: they make clusters of network namespaces and containers");
}
await ensureDebianPackages();
if (clusterKind() === "own") await kubernetesBinaries();
await opaDirectory();
