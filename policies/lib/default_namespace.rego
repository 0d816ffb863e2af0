# Objects in the namespace `default`, written out or left out.
package sortie.lib.default_namespace

import data.sortie.lib.answers

answer(object, kind) := answers.review(object, sprintf("this %s is in the default namespace", [kind]), [path]) if {
	path := "metadata.namespace"
	object.metadata.namespace == "default"
}

answer(object, kind) := answers.add(object, sprintf("this %s will be in the default namespace", [kind]), fixes) if {
	not names_one(object)
	fixes := [{"path": "metadata.namespace", "value": "YOUR_NAMESPACE"}]
}

names_one(object) if object.metadata.namespace != ""

# The API server keeps its own Service there, with Endpoints and a slice of the same name. A manifest of that name that
# names no namespace may be anybody's.
is_of_the_api_server(object) if {
	object.metadata.name == "kubernetes"
	object.metadata.namespace == "default"
}
