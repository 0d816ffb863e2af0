// What system tests need that takes minutes to build: the clusters' binaries, OPA, this repository's images.
import { bringUp } from "./cluster/cluster.ts";
import { systemCluster } from "./e2e/installation.ts";
import { opaDirectory } from "./rego/opa/driver.ts";

await systemCluster("system");
await systemCluster("chaos");
await bringUp({ name: "parts" });
console.error("building OPA and what drives it, unless the cache has it (about 2 minutes) …");
await opaDirectory();
