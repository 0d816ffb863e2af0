/**
 * JSON as the value of a container's environment variable. In one, Kubernetes puts the value of another variable in place of
 * `$(NAME)`, and makes one `$` of two (Kubernetes API, `EnvVar.value`): whoever gives a command would read what is in the
 * environment of its scan.
 */
export function environmentJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("$", String.raw`\u0024`);
}
