import {
  type CompileError,
  compileErrorText,
  type Location,
  RegoCompileError,
  RegoEvaluationError,
  RegoLimitError,
} from "@sortie/rego";

/** An error as OPA reports it in JSON. */
type JsonError = {
  readonly message: string;
  readonly code?: string;
  readonly location?: Location;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly stack_trace?: readonly { readonly query_id: number; readonly location: Location }[];
};

/** An error to report: as JSON, and as lines for people. */
export type OutputError = { readonly json: JsonError; readonly line: string; readonly traceback: readonly string[] };

const queryFile = "query";

/** What is reported of a thrown value; undefined for what is no error of a policy. */
export function outputErrors(error: unknown): readonly OutputError[] | undefined {
  if (error instanceof RegoCompileError) return error.errors.map(compileError);
  if (error instanceof RegoEvaluationError) return [evaluationError(error)];
  if (error instanceof RegoLimitError) return [limitError(error)];
  return undefined;
}

export function messageError(message: string): OutputError {
  return { json: { message }, line: message, traceback: [] };
}

function compileError(error: CompileError): OutputError {
  const { code, message, details } = error;
  const location = shownLocation(error.location);
  const json = { message, code, location, ...(details !== undefined && { details: details.json }) };
  return { json, line: compileErrorText({ ...error, location }), traceback: [] };
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
