import { BuiltinFailure } from "./builtins/define.ts";
import { readYaml } from "./builtins/yaml.ts";
import type { Value } from "./values/value.ts";

/** Parses the first document of a YAML text as OPA reads data files. Throws SyntaxError. */
export function parseYaml(text: string): Value {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof BuiltinFailure)) throw error;
    throw new SyntaxError(error.message);
  }
}
