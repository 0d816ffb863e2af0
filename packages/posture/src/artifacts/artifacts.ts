// What a scan by released artifacts needs, loaded by those alone.
export { downloadArtifacts } from "./download-artifacts.ts";
export { readArtifacts } from "./read-artifacts.ts";
export { releasedLibrary } from "./released-library.ts";
