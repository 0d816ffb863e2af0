# Everyone with a valid credential is in this group, service accounts of every pod included. Kubernetes itself gives it
# three roles that tell nothing secret.
package sortie.rules["system-authenticated-allowed-to-take-over-cluster"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

harmless_roles := {"system:basic-user", "system:discovery", "system:public-info-viewer"}

# Neither the empty path nor the last one is in the objects; reports show them as they are.
deny contains answers.external(answers.review(subject, "every authenticated user has this role", paths)) if {
	some subject in input
	subject.name == "system:authenticated"
	role := subject.relatedObjects[1]
	not role.metadata.name in harmless_roles
	paths := array.concat(array.concat([""], rbac.subject_paths(subject)), ["relatedObjects[1].roleRef.name"])
}
