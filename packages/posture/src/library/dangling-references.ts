import { didYouMean } from "@sortie/process/suggest";
import type { Library } from "./library.ts";
import type { FieldProblem } from "./read-definition.ts";

/** Every name in the library that refers to something that is not there, and every control that a framework has twice. */
export function danglingReferences(library: Library): FieldProblem[] {
  return [...ofControls(library), ...ofFrameworks(library), ...ofRules(library)];
}

function ofControls({ controls, rules }: Library): FieldProblem[] {
  const known = new Set(rules.keys());
  return controls.flatMap((control) => {
    const file = `controls/${control.id}.yaml`;
    return unknown("rules", control.rules, known).map((problem) => ({ file, ...problem }));
  });
}

function ofFrameworks({ frameworks, controls }: Library): FieldProblem[] {
  const known = new Set(controls.map(({ id }) => id));
  return frameworks.flatMap((framework) => {
    const file = `frameworks/${framework.name.toLowerCase()}.yaml`;
    const own = framework.controls;
    return [
      ...unknown("controls", own, known),
      ...own.flatMap((id, i) =>
        own.indexOf(id) < i ? [{ field: ["controls", i], message: `${id} is there twice` }] : [],
      ),
      ...Object.keys(framework.controlNames).flatMap((id) =>
        own.includes(id) ? [] : [{ field: ["controlNames", id], message: "the framework has no such control" }],
      ),
    ].map((problem) => ({ file, ...problem }));
  });
}

function ofRules({ rules, inputs }: Library): FieldProblem[] {
  const known = new Set(Object.keys(inputs));
  return [...rules.values()].flatMap((rule) => {
    const file = `rules/${rule.name}/rule.yaml`;
    return unknown("controlInputs", rule.controlInputs, known).map((problem) => ({ file, ...problem }));
  });
}

const kinds = { rules: "rule", controls: "control", controlInputs: "control input" };

/** The names of a list that are none of those known. */
function unknown(list: keyof typeof kinds, names: readonly string[], known: ReadonlySet<string>) {
  return names.flatMap((name, index) =>
    known.has(name)
      ? []
      : [{ field: [list, index], message: `there is no ${kinds[list]} ${name}.${didYouMean(name, [...known])}` }],
  );
}
