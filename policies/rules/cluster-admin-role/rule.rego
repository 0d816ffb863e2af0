# cluster-admin may do everything everywhere; a binding to it should be the exception.
package sortie.rules["cluster-admin-role"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

everything := {"apiGroups": {"", "*"}, "resources": {"*"}, "verbs": {"*"}}

deny contains answers.external(answers.remove(subject, "is bound to cluster-admin", paths)) if {
	some subject in input
	[binding, role] := subject.relatedObjects
	binding.kind == "ClusterRoleBinding"
	role.metadata.name == "cluster-admin"
	some paths in rbac.granting_paths(subject, everything)
}
