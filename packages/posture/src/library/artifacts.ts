// What a scan by released artifacts needs, loaded by those alone.
export { downloadArtifacts } from "../artifacts/download-artifacts.ts";
export { readArtifacts } from "../artifacts/read-artifacts.ts";
export { releasedLibrary } from "./released-library.ts";
