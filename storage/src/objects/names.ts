// Which names and values Kubernetes allows, and what it says of others: kubectl shows these sentences to people.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set

const part = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const labelName = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
/** What nearly all are. */
const qualifiedName =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,3}\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const longestPart = 63;
const longestSubdomain = 253;

const partRule =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Of a key of labels and annotations, or a finalizer: a name, or a domain, a slash and a name. */
export function qualifiedNameProblem(text: string): string | undefined {
  if (qualifiedName.test(text)) return undefined;
  const parts = text.split("/");
  const [prefix, name] = parts.length === 1 ? [undefined, parts[0] ?? ""] : [parts[0] ?? "", parts[1] ?? ""];
  if (parts.length > 2)
    return `a valid label key ${partRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
  return (prefix === undefined ? undefined : prefixProblem(prefix)) ?? nameProblem(name);
}

function prefixProblem(prefix: string): string | undefined {
  if (prefix === "") return "prefix part must be non-empty";
  if (prefix.length > longestSubdomain) return `prefix part must be no more than ${longestSubdomain} bytes`;
  return subdomain.test(prefix) ? undefined : `prefix part ${subdomainRule}`;
}

function nameProblem(name: string): string | undefined {
  if (name === "") return "name part must be non-empty";
  if (name.length > longestPart) return `name part must be no more than ${longestPart} bytes`;
  return part.test(name) ? undefined : `name part ${partRule}`;
}

/** Whether it is a label of RFC 1123, as the names of all namespaces are. */
export function isLabelName(text: string): boolean {
  return labelName.test(text);
}

export function labelValueProblem(text: string): string | undefined {
  if (labelValue.test(text)) return undefined;
  return text.length > longestPart ? `must be no more than ${longestPart} bytes` : valueRule;
}
