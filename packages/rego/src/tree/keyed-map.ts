import { termText } from "./term-text.ts";
import type { Term } from "./tree.ts";

/** A map by terms, most of which are names and texts: these are kept apart, so that no key has to be made for them. */
export class KeyedMap<T> {
  private readonly byText = new Map<string, T>();
  private byName: Map<string, T> | undefined;
  private byOther: Map<string, T> | undefined;

  get size(): number {
    return this.byText.size + (this.byName?.size ?? 0) + (this.byOther?.size ?? 0);
  }

  get(key: Term): T | undefined {
    if (key.kind === "var") return this.byName?.get(key.name);
    if (key.kind === "scalar" && typeof key.value === "string") return this.byText.get(key.value);
    return this.byOther?.get(termText(key));
  }

  set(key: Term, value: T): void {
    if (key.kind === "var") {
      this.byName ??= new Map();
      this.byName.set(key.name, value);
    } else if (key.kind === "scalar" && typeof key.value === "string") this.byText.set(key.value, value);
    else {
      this.byOther ??= new Map();
      this.byOther.set(termText(key), value);
    }
  }

  values(): T[] {
    return [...this.byText.values(), ...(this.byName?.values() ?? []), ...(this.byOther?.values() ?? [])];
  }
}
