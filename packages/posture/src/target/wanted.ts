import type { ConfigTarget } from "@sortie/wire";
import type { CompiledRule } from "../evaluate/compile-rules.ts";
import type { Wanted } from "../objects/object-source.ts";
import { wantedForObject } from "./wanted-for-object.ts";
import { isWanted, selectionsOf } from "./wanted-namespaces.ts";

/** What has to be read so that these rules can answer what a request asks for. */
export function wantedOf(target: ConfigTarget, rules: CompiledRule[]): Wanted {
  if (target.object !== undefined) return wantedForObject(target.object, rules.filter(isJoining));
  return {
    selectionsOf: (type) => selectionsOf(target, type),
    includes: (object) => isWanted(target, object),
  };
}

/** What a rule says of an object can depend on others. One that does not compile is asked nothing. */
function isJoining(compiled: CompiledRule): boolean {
  return "joins" in compiled && (compiled.joins || compiled.rule.resourcesAggregator !== undefined);
}
