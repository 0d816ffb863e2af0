# Who may change the cluster's DNS settings can send every program's traffic to themselves. They lie in a ConfigMap
# called coredns, so a right to change ConfigMaps of other names is another matter.
package sortie.rules["rule-can-update-configmap-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"configmaps", "*"},
	"verbs": {"update", "put", "patch", "*"},
}

deny contains answers.external(answers.review(subject, "may change the cluster's DNS settings", paths)) if {
	some subject in input
	some i, rule in subject.relatedObjects[1].rules
	is_about_dns(rule)
	some paths in rbac.granting_paths_of_rule(subject, wanted, i)
}

is_about_dns(rule) if not rule.resourceNames

is_about_dns(rule) if rule.resourceNames == []

is_about_dns(rule) if "coredns" in rule.resourceNames
