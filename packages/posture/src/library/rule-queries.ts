/** What a rule is asked: which objects fail, which it is about where these are not all it was given, and both at once. */
type RuleQueries = { deny: string; considered: string; both: string };

export function ruleQueries(rule: string): RuleQueries {
  const path = `data.sortie.rules[${JSON.stringify(rule)}]`;
  const [deny, considered] = [`${path}.deny`, `${path}.considered`];
  return { deny, considered, both: `{"deny": ${deny}, "considered": ${considered}}` };
}
