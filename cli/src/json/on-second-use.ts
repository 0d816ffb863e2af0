/**
 * Makes values of objects that come once or often. What was made is kept from the second time on: of an object that comes once
 * it would be memory for nothing.
 */
export function onSecondUse<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V | undefined>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, known.has(key) ? made : undefined);
    return made;
  };
}
