/**
 * The object with what an API server writes into it where a manifest leaves it out, as far as rules look at it. Without, a
 * policy of no types would isolate nothing and a user of no API group would be nobody. The object itself is left as it is,
 * and answered where there is nothing to add.
 */
export function withDefaults<T extends { apiVersion: string; kind: string }>(object: T): T {
  const defaults = byKind.get(`${object.apiVersion.split("/")[0]}/${object.kind}`);
  return defaults === undefined ? object : (defaults(object) as T);
}

type Fields = Record<string, unknown>;
type Change = (fields: Fields) => Fields;

/** https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource */
const networkPolicy: Change = at("spec", (spec) => {
  const types = ["Ingress", ...(isFilled(spec.egress) ? ["Egress"] : [])];
  return { podSelector: {}, ...spec, policyTypes: isFilled(spec.policyTypes) ? spec.policyTypes : types };
});

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/ */
const rbacGroup = "rbac.authorization.k8s.io";
const roleRef: Change = at("roleRef", (role) => ({ ...role, apiGroup: role.apiGroup || rbacGroup }));
const subjects: Change = each("subjects", (subject) =>
  subject.kind === "User" || subject.kind === "Group"
    ? { ...subject, apiGroup: subject.apiGroup || rbacGroup }
    : subject,
);
const binding: Change = (object) => subjects(roleRef(object));

/** https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules */
const webhooks: Change = each(
  "webhooks",
  each("rules", (rule) => ({ scope: "*", ...rule })),
);

const byKind = new Map<string, Change>([
  ["networking.k8s.io/NetworkPolicy", networkPolicy],
  [`${rbacGroup}/RoleBinding`, binding],
  [`${rbacGroup}/ClusterRoleBinding`, binding],
  ["admissionregistration.k8s.io/ValidatingWebhookConfiguration", webhooks],
  ["admissionregistration.k8s.io/MutatingWebhookConfiguration", webhooks],
]);

/** Changes the map in a field, and each map of the list in one. What has another shape stays as it is. */
function at(field: string, change: Change): Change {
  return (fields) => {
    const inner = fields[field];
    return isFields(inner) ? { ...fields, [field]: change(inner) } : fields;
  };
}

function each(field: string, change: Change): Change {
  return (fields) => {
    const list = fields[field];
    if (!Array.isArray(list)) return fields;
    return { ...fields, [field]: list.map((item: unknown) => (isFields(item) ? change(item) : item)) };
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
