import { type CustomBuiltins, kubescapeBuiltins, parseJson, trivyBuiltins } from "@sortie/rego";

/**
 * Built-ins that scanners add to Rego, as the driver has them: Kubescape's, those of Trivy's scanner, and those of the
 * library of its checks. What the last say of other texts than those of the corpora is not what Trivy says: only plain
 * shell commands are taken apart, and three kinds of secrets are found.
 */
export const scannerBuiltins: CustomBuiltins = {
  ...kubescapeBuiltins,
  ...trivyBuiltins,
  "sh.parse_commands": { operands: ["string"], evaluate: ([text]) => shellCommands(String(text)) },
  "squealer.scan_string": { operands: ["string"], evaluate: ([text]) => secretIn(String(text)) },
  "cidr.count_addresses": { operands: ["string"], evaluate: ([range]) => addressesIn(String(range)) },
  "cidr.is_public": { operands: ["string"], evaluate: ([range]) => isPublic(String(range)) },
};

/** The words of each command of a list. Quotes stay, as Trivy leaves them. */
function shellCommands(text: string): string[][] {
  const commands = text.split(/;|&&|\|\|?|\n/);
  return commands
    .map((command) => command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [])
    .filter(({ length }) => length > 0);
}

const secrets = [
  { pattern: /(A3T[A-Z0-9]|A[A-Z]{2}A)[A-Z0-9]{16}/, description: "Check for AWS Access Key Id" },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----/, description: "Private Asymetric Key" },
  { pattern: /password\s?[:=]\s?"?[^\s?${].+"?/im, description: "Password literal text" },
];

function secretIn(text: string): unknown {
  const found = secrets.find(({ pattern }) => pattern.test(text));
  return { transgressionFound: found !== undefined, description: found?.description ?? "" };
}

const anywhere = /^(\*|internet|any)$/i;

function addressesIn(range: string): unknown {
  if (anywhere.test(range)) return parseJson("18446744073709551615");
  const [, length] = range.split("/");
  return length === undefined ? 1 : 2 ** (32 - Number(length));
}

function isPublic(range: string): boolean {
  return (
    anywhere.test(range) || (/^\d/.test(range) && !/^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(range))
  );
}
