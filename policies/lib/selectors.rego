# Label selectors (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
package sortie.lib.selectors

# An empty selector selects everything, so does one whose parts are empty.
selects(selector, labels) if {
	every key, wanted in object.get(selector, "matchLabels", {}) {
		labels[key] == wanted
	}
	every expression in object.get(selector, "matchExpressions", []) {
		holds(expression, labels)
	}
}

holds(expression, labels) if {
	expression.operator == "In"
	has_one(expression, labels)
}

holds(expression, labels) if {
	expression.operator == "NotIn"
	not has_one(expression, labels)
}

holds(expression, labels) if {
	expression.operator == "Exists"
	expression.key in object.keys(labels)
}

holds(expression, labels) if {
	expression.operator == "DoesNotExist"
	not expression.key in object.keys(labels)
}

has_one(expression, labels) if labels[expression.key] in expression.values
