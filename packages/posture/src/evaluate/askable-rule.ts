import type { EvaluationOptions } from "@sortie/rego";
import type { Answer } from "./answer.ts";

/** What a rule says of its input. `considered`: the objects it is about; absent: all it was given. */
export type Asked = { answers: Answer[]; considered?: readonly unknown[] | undefined };

/**
 * A rule's Rego, ready to be asked: throws what the engine throws, or `AnswerError`. `joins`: what it says of an object can
 * depend on others, so that it has to be given all of them at once.
 */
export type AskableRule = {
  joins: boolean;
  /** The only names by which it reads fields of objects; absent: not known. */
  reads?: ReadonlySet<string> | undefined;
  ask(options: EvaluationOptions): Asked;
};
