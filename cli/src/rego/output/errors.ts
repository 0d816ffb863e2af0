import { type Location, RegoCompileError, RegoEvaluationError, RegoLimitError, type RegoModule } from "@sortie/rego";

/** An error as OPA reports it in JSON. */
type JsonError = {
  readonly message: string;
  readonly code?: string;
  readonly location?: Location;
  readonly details?: { readonly line: string; readonly idx: number };
  readonly stack_trace?: readonly { readonly query_id: number; readonly location: Location }[];
};

/** An error to report: as JSON, and as lines for people. */
export type OutputError = { readonly json: JsonError; readonly line: string; readonly traceback: readonly string[] };

/** The sources errors can be in, to show the line. */
export type Sources = { readonly modules: readonly RegoModule[]; readonly query?: string };

const queryFile = "query";

/** What is wrong with a statement as a whole, once it is read, points at no place in a line. */
const ofStatements =
  /keyword is required|^contains keyword cannot|^(?!\w+ keyword).*cannot be used for rule|^(?:invalid rule head|rule |function |sources? |annotation scope)|^(?:unexpected package|package expected|empty module)$/;

/** What is reported of a thrown value; undefined for what is no error of a policy. */
export function outputErrors(error: unknown, sources: Sources): readonly OutputError[] | undefined {
  if (error instanceof RegoCompileError) return error.errors.map((each) => compileError(each, sources));
  if (error instanceof RegoEvaluationError) return [evaluationError(error)];
  if (error instanceof RegoLimitError) return [limitError(error)];
  return undefined;
}

export function messageError(message: string): OutputError {
  return { json: { message }, line: message, traceback: [] };
}

function compileError(
  { code, message, location: at }: RegoCompileError["errors"][number],
  { modules, query }: Sources,
): OutputError {
  const location = shownLocation(at);
  const source = location.file === "" ? query : modules.find(({ name }) => name === location.file)?.source;
  const isPointed = code === "rego_parse_error" && !ofStatements.test(message);
  const details = isPointed && source !== undefined ? lineAt(source, location) : undefined;
  const place = location.file === "" ? `${location.row}:${location.col}` : `${location.file}:${location.row}`;
  const pointed = details === undefined ? "" : pointedAt(details);
  const line = `${place}: ${code}: ${message}${pointed}`;
  return { json: { message, code, location, ...(details !== undefined && { details }) }, line, traceback: [] };
}

/** A line without its leading tabs, and a mark below it. */
function pointedAt({ line, idx }: { readonly line: string; readonly idx: number }): string {
  const shown = line.replace(/^\t+/, "");
  return `\n\t${shown}\n\t${" ".repeat(Math.max(0, idx - (line.length - shown.length)))}^`;
}

/** The line of a source where an error is, and how far into it in bytes; at its end, the last that is not blank. */
function lineAt(source: string, { row, col }: Location): { line: string; idx: number } {
  const lines = source.split("\n");
  const before = lines.slice(0, row - 1).reduce((sum, line) => sum + line.length + 1, 0);
  let at = Math.max(0, Math.min(before + col - 1, source.length - 1));
  while (at > 0 && /\s/.test(source[at] ?? "")) at -= 1;
  const start = source.lastIndexOf("\n", at) + 1;
  const end = source.indexOf("\n", at);
  return { line: source.slice(start, end < 0 ? undefined : end), idx: Buffer.byteLength(source.slice(start, at)) };
}

function evaluationError({ code, message, location: at, frames }: RegoEvaluationError): OutputError {
  const location = at === undefined ? undefined : shownLocation(at);
  const stack = frames.map(({ query, location: frame }) => ({ query_id: query, location: shownLocation(frame) }));
  const traceback = frames.map((frame) => {
    const { file, row, col } = shownLocation(frame.location);
    return `${file === "" ? `${row}:${col}` : `${file}:${row}`}: ${frame.text}`;
  });
  const json = {
    message,
    code,
    ...(location !== undefined && { location }),
    ...(stack.length > 0 && { stack_trace: stack }),
  };
  return { json, line: `${placeOf(location, frames)}${code}: ${message}`, traceback };
}

/** OPA names a place in a query by the text that is there. */
function placeOf(location: Location | undefined, frames: RegoEvaluationError["frames"]): string {
  if (location === undefined) return "";
  if (location.file !== "") return `${location.file}:${location.row}: `;
  const text = frames.find(({ location: at }) => at.row === location.row && at.col === location.col)?.text;
  return `${text ?? `${location.row}:${location.col}`}: `;
}

function limitError({ limit, message }: RegoLimitError): OutputError {
  const said = limit === "deadline" ? "caller cancelled query execution" : message;
  const code = "eval_cancel_error";
  return { json: { message: said, code }, line: `${code}: ${said}`, traceback: [] };
}

function shownLocation({ file, row, col }: Location): Location {
  return { file: file === queryFile ? "" : file, row, col };
}

/** All errors for people. `during`: what was being done, if OPA says so. */
export function errorsText(errors: readonly OutputError[], during = ""): string {
  const [first] = errors;
  const title = errors.length === 1 ? `1 error occurred${during}: ` : `${errors.length} errors occurred${during}:\n`;
  if (first === undefined) return "no error(s)\n";
  const lines = errors.flatMap(({ line, traceback }) => [
    line,
    ...(traceback.length === 0 ? [] : [`\nTraceback:\n${traceback.map((frame) => `  ${frame}`).join("\n")}`]),
  ]);
  return `${title}${lines.join("\n")}\n`;
}
