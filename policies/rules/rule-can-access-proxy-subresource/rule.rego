# The proxy of a node reaches kubelet's API past every admission control, and with it every container of the node.
package sortie.rules["rule-can-access-proxy-subresource"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"nodes/proxy", "*/proxy", "*"},
	"verbs": {"get", "create", "connect", "*"},
}

deny contains answers.external(answers.review(subject, "may reach kubelet through the API server", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}
