# Whether namespaces keep apart what should be apart is for a person to judge.
package sortie.rules["list-all-namespaces"]

import data.sortie.lib.answers

deny contains answers.whole(namespace, "what this namespace is for should be known") if {
	some namespace in input
	namespace.kind == "Namespace"
}
