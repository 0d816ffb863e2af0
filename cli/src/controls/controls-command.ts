import { resolve } from "node:path";
import type { ControlsCommand } from "../arguments/parse-arguments.ts";
import { readControlLibrary } from "../library/control-library.ts";
import { selectControls } from "../library/select-controls.ts";
import { ownPoliciesFolder } from "../source/places.ts";
import { type Session, styleFor, widthOf } from "../terminal/session.ts";
import { controlList, controlPage } from "./control-texts.ts";

/**
 * Runs `sortie controls`: all controls, those of frameworks, or what the library says about some.
 *
 * @throws UsageError for a framework or control that the library does not have.
 */
export function controlsCommand({ action, ids, frameworks }: ControlsCommand, session: Session): void {
  const { stdout, environment } = session;
  const library = readControlLibrary(resolve(environment.POLICIES_DIR ?? ownPoliciesFolder()));
  const wanted = selectControls(library, { frameworks, controls: ids });
  const view = { style: styleFor(stdout, environment), width: widthOf(stdout), verbose: false };
  if (action === "list") stdout.write(controlList(wanted.controls, view));
  else stdout.write(wanted.controls.map((control) => controlPage(control, library.frameworks, view)).join("\n"));
}
