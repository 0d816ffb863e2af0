// Loaded with `node --import` before a program that another one has to be ready for. Meanwhile it loads what the program
// will need, so that both start at the same time. A bundled program is one file, which is read in no time.
import { isMainThread } from "node:worker_threads";
import { fileAppears } from "./file-appears.ts";

const file = new URL(import.meta.url).searchParams.get("file");
const isBundled = !import.meta.filename.endsWith(".ts");

if (isMainThread && file !== null) {
  await Promise.all([
    fileAppears(file, new AbortController().signal),
    ...(isBundled ? [] : [import("@sortie/kube"), import("@sortie/process")]),
  ]);
}
