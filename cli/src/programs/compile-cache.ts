import { fileURLToPath } from "node:url";

/**
 * Where Node keeps the compiled form of the programs, for their environment: they start in half the time. Portable, because
 * an installed command may be put anywhere else.
 */
export function compileCache(environment: Record<string, string | undefined>) {
  const folder =
    environment.NODE_COMPILE_CACHE ?? fileURLToPath(new URL("../../../node_modules/.cache/compiled", import.meta.url));
  return { NODE_COMPILE_CACHE: folder, NODE_COMPILE_CACHE_PORTABLE: "1" };
}
