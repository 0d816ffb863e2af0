/** The process's environment. Empty variables count as absent, as an empty chart value means "not set". */
export function environment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && value !== "") given[name] = value;
  return given;
}
