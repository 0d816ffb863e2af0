import type { Library, LibraryProblem } from "./library.ts";

/** Every name in the library that refers to something that is not there, and every id given twice. */
export function danglingReferences(library: Library): LibraryProblem[] {
  return [...ofControls(library), ...ofFrameworks(library), ...ofRules(library)];
}

function ofControls({ controls, rules }: Library): LibraryProblem[] {
  return controls.flatMap((control) => {
    const file = `controls/${control.id}.yaml`;
    const unknown = control.rules.filter((name) => !rules.has(name));
    return unknown.map((name) => ({ file, message: `names the rule ${name}, which does not exist` }));
  });
}

function ofFrameworks({ frameworks, controls }: Library): LibraryProblem[] {
  const known = new Set(controls.map(({ id }) => id));
  return frameworks.flatMap((framework) => {
    const file = `frameworks/${framework.name.toLowerCase()}.yaml`;
    const named = new Set(framework.controls);
    const unknown = framework.controls.filter((id) => !known.has(id));
    const renamed = Object.keys(framework.controlNames).filter((id) => !named.has(id));
    return [
      ...unknown.map((id) => ({ file, message: `has the control ${id}, which does not exist` })),
      ...repeated(framework.controls).map((id) => ({ file, message: `has the control ${id} twice` })),
      ...renamed.map((id) => ({ file, message: `names the control ${id}, which it does not have` })),
    ];
  });
}

function ofRules({ rules, inputs }: Library): LibraryProblem[] {
  return [...rules.values()].flatMap((rule) => {
    const unknown = rule.controlInputs.filter((name) => inputs[name] === undefined);
    const file = `rules/${rule.name}/rule.yaml`;
    return unknown.map((name) => ({ file, message: `reads the control input ${name}, which inputs.yaml lacks` }));
  });
}

function repeated(names: string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
