/** Differs between processes, so that nobody can prepare values that all have one hash. */
const secret = crypto.getRandomValues(new Int32Array(1))[0] as number;

export function hashText(text: string, seed: number): number {
  let result = seed ^ secret;
  for (let i = 0; i < text.length; i++) result = Math.imul(result ^ text.charCodeAt(i), 0x01000193);
  return result;
}

export function mixHash(left: number, right: number): number {
  let result = Math.imul(left ^ (left >>> 15) ^ secret, 0x85ebca6b) ^ right;
  result = Math.imul(result ^ (result >>> 13), 0xc2b2ae35);
  return result ^ (result >>> 16);
}
