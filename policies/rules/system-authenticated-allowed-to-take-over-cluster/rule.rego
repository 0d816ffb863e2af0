# Everyone with a valid credential is in this group, service accounts of every pod included. What a role lets it do with
# workloads, nodes and Secrets is enough to take the cluster over. Every subject of such a binding is named.
package sortie.rules["system-authenticated-allowed-to-take-over-cluster"]

import data.sortie.lib.answers

# As the public library spells them: two kinds of workloads stand in the singular, which no role has.
sensitive := {
	"*",
	"pods",
	"pods/exec",
	"pods/attach",
	"pods/portforward",
	"deployments",
	"statefulset",
	"daemonset",
	"jobs",
	"cronjobs",
	"nodes",
	"secrets",
}

# Neither the empty path nor the last one is in the objects; reports show them as they are.
deny contains answers.external(answers.review(subject, "every authenticated user has this role", paths)) if {
	some subject in input
	[binding, role] := subject.relatedObjects
	is_own_role(binding, role)
	some rule in role.rules
	some resource in rule.resources
	resource in sensitive
	some i, member in binding.subjects
	member.kind == "Group"
	member.name == "system:authenticated"
	paths := ["", sprintf("relatedObjects[0].subjects[%d]", [i]), "relatedObjects[1].roleRef.name"]
}

# A ClusterRole that is given in one namespace is left to other rules.
is_own_role(binding, role) if {
	binding.kind == "ClusterRoleBinding"
	role.kind == "ClusterRole"
	startswith(role.apiVersion, binding.roleRef.apiGroup)
}

is_own_role(binding, role) if {
	binding.kind == "RoleBinding"
	role.kind == "Role"
	role.metadata.namespace == binding.metadata.namespace
	startswith(role.apiVersion, binding.roleRef.apiGroup)
}
