# Rights of these two are rights of everyone who reaches the API server.
package sortie.rules["anonymous-access-enabled"]

import data.sortie.lib.answers

deny contains answers.remove(binding, sprintf("%s is anyone", [path]), [path]) if {
	some binding in input
	endswith(binding.kind, "Binding")
	some i, subject in binding.subjects
	subject.name in {"system:anonymous", "system:unauthenticated"}
	path := sprintf("subjects[%d]", [i])
}
