# Objects in the namespace `default`, written out or left out.
package sortie.lib.default_namespace

import data.sortie.lib.answers

answer(object, kind) := answers.review(object, sprintf("this %s is in the default namespace", [kind]), [path]) if {
	path := "metadata.namespace"
	object.metadata.namespace == "default"
}

answer(object, kind) := answers.add(object, sprintf("this %s will be in the default namespace", [kind]), fixes) if {
	not object.metadata.namespace
	fixes := [{"path": "metadata.namespace", "value": "YOUR_NAMESPACE"}]
}
