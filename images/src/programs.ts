import { dirname, join } from "node:path";

export const repository = dirname(dirname(import.meta.dirname));

export type Program = {
  /** Name of the image and of its stage in the Containerfile. */
  name: string;
  /** Folder of its workspace; `src/main.ts` there is what the image runs. */
  workspace: string;
  /** Folders copied into /app, as [name there, path in the repository]. */
  folders: [string, string][];
  /** Folder in /app that gets the control library with its Rego compiled. */
  library?: string;
};

/** Every program that is shipped as an image. */
export const programs: Program[] = [
  { name: "dispatcher", workspace: "dispatcher", folders: [] },
  { name: "storage", workspace: "storage", folders: [] },
  { name: "config-scan", workspace: "jobs/config-scan", folders: [["policies", "policies"]], library: "policies" },
];

/** The name an image has in a cluster's own image store. */
export function imageName({ name }: Program): string {
  return `localhost/sortie/${name}:dev`;
}

export function entryPoint({ workspace }: Program): string {
  return join(repository, workspace, "src", "main.ts");
}
