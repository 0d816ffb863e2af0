# An audit log is worth what its policy keeps: who touched Secrets, without their content, and who ran what in pods. A
# scan never asks this rule, because nothing supplies the kind that it matches.
package sortie.rules["audit-policy-content"]

import data.sortie.lib.answers

# These hold secrets themselves, so nothing but the metadata of requests may be logged.
confidential := {"secrets", "configmaps", "tokenreviews"}

# Of these anything may be logged, but something has to be.
sensitive := {"pods", "deployments", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"}

deny contains answers.external(answers.whole(node, "the API server has no audit policy")) if {
	some node in input
	node.kind == "ControlPlaneInfo"
	is_string(node.data.APIServerInfo.cmdLine)
	not has_policy(node)
}

# The policy is what is wrong, so it is named, after its node because it has no name of its own.
deny contains answers.external(answers.whole(named, sprintf("the audit policy is wrong about %s", [list]))) if {
	some node in input
	node.kind == "ControlPlaneInfo"
	has_policy(node)
	policy := yaml.unmarshal(base64.decode(node.data.APIServerInfo.auditPolicyFile.content))
	wrong := [resource | some resource in confidential | sensitive; not is_logged(policy, resource)]
	count(wrong) > 0
	list := concat(", ", wrong)
	named := object.union(policy, {"metadata": {"name": sprintf("%s - Audit policy file", [node.metadata.name])}})
}

has_policy(node) if regex.match(`(^|\s)--audit-policy-file(=|\s)`, node.data.APIServerInfo.cmdLine)

# Some rule names the resource, and every rule that does has a level that is right for it. A rule for all resources of
# a group names none of them.
is_logged(policy, resource) if {
	levels := [level(rule) | some rule in policy.rules; resource in rule.resources[_].resources]
	count(levels) > 0
	every one in levels {
		is_right(resource, one)
	}
}

level(rule) := object.get(rule, "level", "None")

is_right(resource, level) if {
	resource in confidential
	level == "Metadata"
}

is_right(resource, level) if {
	resource in sensitive
	level != "None"
}
