# The dashboard's role should be the dashboard's alone. Every subject of the binding is shown with every other, since
# they share it.
package sortie.rules["rule-access-dashboard-subject-v1"]

import data.sortie.lib.answers

deny contains answers.external(answers.review(subject, "has the dashboard's role", paths)) if {
	some subject in input
	[binding, role] := subject.relatedObjects
	role.metadata.name == "kubernetes-dashboard"
	subject.name != "kubernetes-dashboard"
	some i, _ in binding.subjects
	paths := [sprintf("relatedObjects[0].subjects[%d]", [i]), "relatedObjects[0].roleRef.name"]
}
