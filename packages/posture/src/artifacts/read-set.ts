import { z } from "zod";
import { ArtifactError } from "./artifact-error.ts";
import { parseArtifact } from "./parse-artifact.ts";
import {
  AttackTracks,
  EmbeddedFramework,
  ReleasedControl,
  ReleasedExceptions,
  ReleasedFramework,
  ReleasedInputs,
  ReleasedRule,
  type ReleasedSet,
} from "./released.ts";

/** The artifacts that a release has, by the names of its files. The last three need not be there. */
export const releasedNames = {
  required: ["frameworks", "controls", "rules"],
  optional: ["default_config_inputs", "exceptions", "attack_tracks"],
} as const;

/** The same optional artifacts in a folder that `kubescape download artifacts` filled. */
const downloadedNames: Record<(typeof releasedNames.optional)[number], string> = {
  default_config_inputs: "controls-inputs",
  exceptions: "exceptions",
  attack_tracks: "attack-tracks",
};

/** Bytes by the artifact's name, without `.json`. */
export type ArtifactBytes = ReadonlyMap<string, Uint8Array>;

/**
 * Reads a set of artifacts in either of its forms: as released, or as one file for each framework with everything in it.
 *
 * @throws ArtifactError for the first artifact that is missing or damaged.
 */
export function readSet(artifacts: ArtifactBytes): ReleasedSet {
  const isReleased = artifacts.has("rules");
  const optional = <S extends z.ZodType>(released: (typeof releasedNames.optional)[number], schema: S) => {
    const name = isReleased || artifacts.has(released) ? released : downloadedNames[released];
    const bytes = artifacts.get(name);
    return bytes === undefined ? undefined : parseArtifact(name, bytes, schema);
  };
  optional("attack_tracks", AttackTracks);
  const inputs = optional("default_config_inputs", ReleasedInputs);
  const exceptions = optional("exceptions", ReleasedExceptions);
  return { ...(isReleased ? releasedParts(artifacts) : embeddedParts(artifacts)), inputs, exceptions };
}

type Parts = Pick<ReleasedSet, "frameworks" | "controls" | "rules">;

function releasedParts(artifacts: ArtifactBytes): Parts {
  const required = <S extends z.ZodType>(name: (typeof releasedNames.required)[number], schema: S) => {
    const bytes = artifacts.get(name);
    if (bytes === undefined) throw new ArtifactError(`${name} is missing`);
    return parseArtifact(name, bytes, schema);
  };
  return {
    frameworks: required("frameworks", z.array(ReleasedFramework).max(500)),
    controls: required("controls", z.array(ReleasedControl).max(5000)),
    rules: required("rules", z.array(ReleasedRule).max(5000)),
  };
}

/** Everything that is no known artifact is a framework. */
function embeddedParts(artifacts: ArtifactBytes): Parts {
  const others = new Set<string>([...releasedNames.optional, ...Object.values(downloadedNames)]);
  const names = [...artifacts.keys()].filter((name) => !others.has(name)).toSorted();
  if (names.length === 0) throw new ArtifactError("there is neither a file rules nor a framework");
  const frameworks = names.map((name) =>
    parseArtifact(name, artifacts.get(name) ?? new Uint8Array(), EmbeddedFramework),
  );
  const controls = frameworks.flatMap((framework) => framework.controls);
  return { frameworks, controls, rules: controls.flatMap(({ rules }) => rules) };
}
