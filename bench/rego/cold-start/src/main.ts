// Loads the control library as config-scan does and is ready to ask all its rules. Built and run by cold-start.ts.
import { join } from "node:path";
import { compileRules, loadLibrary } from "@sortie/posture";

const library = loadLibrary(join(import.meta.dirname, "policies"));
const rules = compileRules(library, [...library.rules.values()], new AbortController().signal);
const isPrecompiled = "prepare" in library.code;
process.stdout.write(JSON.stringify({ rules: rules.length, isPrecompiled, readyMs: performance.now() }));
