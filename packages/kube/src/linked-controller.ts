/**
 * A controller that also aborts when `outer` does, with its reason; at once if it has already. Disposing it lets go of
 * `outer`, which may live as long as the process.
 */
export function linkedController(outer: AbortSignal | undefined): AbortController & Disposable {
  const inner = new AbortController();
  const onAbort = () => inner.abort(outer?.reason);
  if (outer?.aborted) onAbort();
  outer?.addEventListener("abort", onAbort, { once: true });
  return Object.assign(inner, { [Symbol.dispose]: () => outer?.removeEventListener("abort", onAbort) });
}
