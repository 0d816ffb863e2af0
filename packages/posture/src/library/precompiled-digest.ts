/** Written into the program where its image is built (`images/src/precompiled-library.ts`). */
declare const PRECOMPILED_LIBRARY_DIGEST: string | undefined;

/**
 * The SHA-256 of the one precompiled library that this program may run, in hexadecimal. Undefined in a checkout: there
 * every library is compiled from its Rego.
 */
export const precompiledDigest: string | undefined =
  typeof PRECOMPILED_LIBRARY_DIGEST === "string" ? PRECOMPILED_LIBRARY_DIGEST : undefined;
