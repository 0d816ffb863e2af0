/** Text in which no address has a user or a password: what is said ends in the logs of pipelines. */
export function withoutCredentials(text: string): string {
  return text.replace(/(:\/{1,2})[^\s/@'"]*@/g, "$1***@");
}
