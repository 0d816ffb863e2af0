import type { NameTable } from "./analyse/name-table.ts";
import { Renamer } from "./analyse/rename.ts";
import { ErrorReport } from "./analyse/report.ts";
import { checkQuery } from "./check/check-query.ts";
import type { CheckedProgram } from "./check/checked-program.ts";
import { RegoCompileError } from "./errors.ts";
import type { Body, Import, Module } from "./syntax/ast.ts";
import { parseModule, parseQuery, type RegoVersion, throwAsCompileError } from "./syntax/parse-module.ts";
import { Scope } from "./syntax/scope.ts";
import type { Spans } from "./syntax/spans.ts";

/** The name of a query in locations. */
export const queryFile = "query";

/** Where a query stands: the names of the package's rules and of the imports mean in it what they mean there. */
export type QueryPlace = {
  /** `data.example`, or without `data`. */
  readonly package?: string;
  /** What follows the keyword: `data.example as e`. */
  readonly imports?: readonly string[];
};

type Reader = {
  readonly names: NameTable;
  readonly version: RegoVersion;
  readonly maxErrors: number;
  readonly spans?: Spans | undefined;
  /** Absent: the query is not checked against the types of the program. */
  readonly checks?: CheckedProgram | undefined;
};

/** Reads a query and gives every name in it its meaning. Throws RegoCompileError. */
export function readQuery(reader: Reader, source: string, place: QueryPlace = {}): Body {
  const { names, version, maxErrors, spans, checks } = reader;
  const report = new ErrorReport(maxErrors);
  const module = moduleAround(place, version);
  let parsed: Body;
  try {
    parsed = parseQuery(queryFile, source, version, spans);
  } catch (error) {
    return throwAsCompileError(error);
  }
  const errors = checks === undefined ? [] : checkQuery(checks, parsed, module);
  if (errors.length > 0) throw new RegoCompileError(errors);
  const renamer = new Renamer({ module, names, report });
  const body = renamer.body(parsed, new Scope());
  renamer.reportUnused();
  report.throwIfAny();
  return body;
}

function moduleAround({ package: name, imports = [] }: QueryPlace, version: RegoVersion): Module {
  const loc = { file: queryFile, row: 1, col: 1 };
  const path = name === undefined ? [] : read(`package ${name.replace(/^data\./, "")}`, version).path;
  return {
    kind: "module",
    comments: [],
    path,
    imports: imports.flatMap((text): readonly Import[] => read(`package p\nimport ${text}`, version).imports),
    rules: [],
    regoVersion: version,
    loc,
  };
}

function read(source: string, version: RegoVersion): Module {
  try {
    return parseModule("", source, version);
  } catch (error) {
    if (error instanceof RegoCompileError) throw error;
    return throwAsCompileError(error);
  }
}
