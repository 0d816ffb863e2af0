// Brings up the clusters of the system tests, with this repository's images where they are installed.
import { bringUp } from "./cluster/cluster.ts";
import { systemCluster } from "./e2e/installation.ts";

await systemCluster("chaos");
await systemCluster("system");
await bringUp({ name: "parts" });
