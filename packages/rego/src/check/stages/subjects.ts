import { refText } from "../../tree/term-text.ts";
import type { Term } from "../../tree/tree.ts";
import { withNames } from "../locals/replace-names.ts";

/** What a variable stands for, as the author wrote it. */
type Subject = () => Term;

/** What stages put variables in place of, so that messages can show refs as they are written. */
export class Subjects {
  private readonly subjects = new Map<string, Subject>();
  /** What the author wrote, by the names of renamed variables. */
  readonly written: ReadonlyMap<string, string>;

  constructor(written: ReadonlyMap<string, string>) {
    this.written = written;
  }

  /** A term as it is now; later stages may take parts out of it. */
  subjectOf(term: Term): Subject {
    const copy = withNames(term, () => undefined);
    return () => this.termAsWritten(copy);
  }

  note(name: string, subject: Subject): void {
    this.subjects.set(name, subject);
  }

  /** Notes a term that no later stage changes. */
  noteTerm(name: string, term: Term): void {
    this.subjects.set(name, () => this.termAsWritten(term));
  }

  private termAsWritten(term: Term): Term {
    return withNames(term, (name) => this.subjects.get(name)?.() ?? this.written.get(name));
  }

  /** The parts of a ref as the author wrote them. */
  asWritten(terms: readonly Term[]): Term[] {
    return terms.map((term) => this.termAsWritten(term));
  }
}

/** A ref with the names of its variables as they are written. */
export function writtenRefText(terms: readonly Term[], written: ReadonlyMap<string, string>): string {
  return refText(terms.map((term) => withNames(term, (name) => written.get(name))));
}
