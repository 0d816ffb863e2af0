import type { CompileOptions, RegoModule } from "../compile.ts";
import type { Limits } from "../runtime/limits.ts";
import type { CarriedError } from "./carried-error.ts";

/** Compile options that can be sent to another thread: functions cannot. */
export type IsolatedCompileOptions = Pick<
  CompileOptions,
  "v0Compatible" | "maxErrors" | "capabilities" | "maxSourceBytes"
>;

/** What a worker is started with. */
export type WorkerTask = { readonly modules: readonly RegoModule[]; readonly options: IsolatedCompileOptions };

/** What one evaluation in a worker sees and may use. */
export type IsolatedEvaluation = {
  /** Plain JSON values, which are copied to the worker. */
  readonly input?: unknown;
  readonly data?: unknown;
  /** The input as JSON text, in place of `input`: copied once as a string and parsed there, with exact numbers. */
  readonly inputText?: string;
  readonly limits?: Limits;
  readonly strictBuiltinErrors?: boolean;
};

export type Request = { readonly query: string; readonly evaluation: IsolatedEvaluation };

/** What a worker answers: once when its policy is compiled, then once for each request. */
export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: CarriedError };
