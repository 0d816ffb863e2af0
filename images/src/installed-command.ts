import { chmodSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { commandOptions } from "@sortie/posture/node-options";
import { bundle } from "./bundle.ts";
import { filesUnder, writeFiles } from "./file-trees.ts";
import { precompiledLibrary } from "./precompiled-library.ts";
import { entryPoint, programs, repository } from "./programs.ts";
import { runCommand } from "./run-command.ts";
import { nodeIdentity, snapshotEnd, writeStartSnapshot } from "./start-snapshot.ts";

/** What the command is started as, and the modules that it has Node load before the programs that it starts. */
const ofCommand = [
  "cli/src/main.ts",
  "cli/src/programs/end-with-parent.ts",
  "cli/src/programs/start-after-file.ts",
  "cli/src/programs/end-with-runner.ts",
  "packages/rego/src/builtins/network/errand-worker.ts",
];

/** As deep below the folder as the sources are, by which the command finds programs and library. */
const commandFolder = "cli/src/bundle";

const snapshot = "start.blob";

/**
 * A scan judges in this process, so it has options of Node as config-scan has them, given where they cost nothing.
 * `sortie rego` may run for long, as `sortie storage` may: for them V8 knows best. The rest starts from its snapshot where
 * it meets the Node that it was made by, which is known without asking Node, and no other options that a snapshot may not
 * stand. Another Node is asked for its version, which takes a moment: V8's options are of one version, and it would not
 * even say which it is. A snapshot that is not whole would crash it: copied in part to a full disk, or zeros where a disk lost
 * what it had not written yet.
 */
function launcher(): string {
  return `#!/bin/sh
here=$0
if [ -h "$here" ]; then here=$(readlink -f "$here"); fi
case $here in */*) ;; *) here=./$here ;; esac
here=\${here%/*}/${commandFolder}
node=\${NODE:-node}
case \${1:-} in rego | storage) exec "$node" "$here/main.mjs" "$@" ;; esac
set -- "$here/main.mjs" "$@"
start=
if [ -z "\${NODE_OPTIONS:-}" ] && [ -r "$here/${snapshot}" ]; then
  { found=$(stat -L -c '%s %Y' "$(command -v "$node")"; tail -c ${snapshotEnd.length} "$here/${snapshot}"); } 2>/dev/null
  if [ "$found" = "${nodeIdentity()}
${snapshotEnd}" ]; then start=$here/${snapshot}; fi
fi
if [ -n "$start" ]; then
  set -- --snapshot-blob "$start" "$@"
elif [ "$("$node" --version)" != ${process.version} ]; then
  exec "$node" "$@"
fi
exec "$node" ${commandOptions.join(" ")} "$@"
`;
}

/**
 * Writes the `sortie` command to a folder, which can be put anywhere: its programs bundled, the library compiled. It needs
 * Node, the version that the repository pins, on the PATH or named by `NODE`.
 */
export async function installCommand(folder: string): Promise<void> {
  // Of an installation before this one, whose memory is not of this program.
  rmSync(join(folder, commandFolder, snapshot), { force: true });
  const library = await precompiledLibrary("policies");
  const below = (place: string, files: [string, Uint8Array][]) =>
    files.map(([name, content]): [string, Uint8Array] => [`${place}/${name}`, content]);
  const { code } = await bundle(ofCommand, library.define);
  writeFiles(below(commandFolder, code), folder);
  for (const program of programs) {
    const { code: own } = await bundle([entryPoint(program)], program.library === undefined ? {} : library.define);
    writeFiles(below(`${program.workspace}/src`, own), folder);
  }
  for (const name of ["policies", "examples"]) writeFiles(filesUnder(join(repository, name), name), folder);
  writeFiles(library.files, folder);
  writeFiles([["policies/controls.json", controlsOf(library.files)]], folder);
  writeFiles([["sortie", launcher()]], folder);
  chmodSync(join(folder, "sortie"), 0o755);
  await warmUp(folder);
  await writeStartSnapshot(resolve(folder, commandFolder, snapshot), {
    entryPoint: "cli/src/start/snapshot.ts",
    define: library.define,
    args: [resolve(folder)],
    options: commandOptions,
  });
}

/**
 * Scans the example, which leaves in the folder what V8 made of the programs: without it a scan of one file takes twice the
 * time. Another Node than this one does that itself when it first runs, where it may write there.
 */
async function warmUp(folder: string): Promise<void> {
  const command = join(folder, "sortie");
  const scan = ["scan", join(folder, "examples/online-shop")];
  // `bootstrap.mjs` gives this program the repository's folder for such code, where the command would not find it.
  const { NODE_COMPILE_CACHE: _, ...others } = process.env;
  const env = { ...others, NODE: process.execPath };
  await runCommand(command, scan, { env });
  await runCommand(command, [...scan, "--format", "json"], { env });
}

/** Of the compiled library, what the command says of controls: `JudgedLibrary` of packages/wire. */
function controlsOf([compiled]: [path: string, content: Uint8Array][]): string {
  const text = Buffer.from(compiled?.[1] ?? []).toString();
  const { controls, frameworks } = JSON.parse(text) as { controls: unknown; frameworks: unknown };
  return JSON.stringify({ controls, frameworks });
}
