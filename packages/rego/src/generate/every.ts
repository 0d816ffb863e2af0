import type { EveryExpr } from "../syntax/ast.ts";
import { block, declare, inOrder, listing, openLoop, type Site } from "./site.ts";
import { enterBody, exitFrame, leaveFrame } from "./write-probes.ts";

/** Holds when no member of the domain is without a solution of the body. */
export function writeEvery(site: Site, { key, value, domain, body }: EveryExpr): void {
  const { emit, code } = site.unit;
  const base = emit.term(site, domain);
  code.push(`if (!isCollection(${base})) ${site.fail}`);
  const any = inOrder(site, false);
  const unordered = listing(any);
  const list = declare(site, `${unordered.values}(${base})`);
  const failed = code.fresh("n");
  code.push(`let ${failed} = false;`);
  block(any, (each) => {
    const i = code.fresh("i");
    const keys = key === undefined ? "" : declare(each, `${unordered.keys}(${base})`);
    openLoop(each, `let ${i} = 0; ${i} < ${list}.length; ${i}++`);
    if (key !== undefined) emit.match(each, key, declare(each, `${keys} === null ? ${i} : ${keys}[${i}]`));
    emit.match(each, value, declare(each, `${list}[${i}]`));
    const found = code.fresh("n");
    code.push(`let ${found} = false;`);
    enterBody(each, body);
    emit.solutions(each, body, (inner) => {
      exitFrame(inner);
      code.push(`${found} = true;`, inner.exit);
    });
    leaveFrame(each);
    code.push(`if (!${found}) { ${failed} = true; ${each.exit} }`);
  });
  code.push(`if (${failed}) ${site.fail}`);
}
