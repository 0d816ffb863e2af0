# What the engines' answers are compared by: whom an answer is about, what it says, and where.
package bench

verdicts(answers) := {[message, names(answer), failed, fixes] |
	some answer in answers
	message := object.get(answer, "alertMessage", "")
	failed := object.get(answer, "failedPaths", [])
	fixes := object.get(answer, "fixPaths", [])
}

names(answer) := array.concat(
	[name(object) | some object in answer.alertObject.k8sApiObjects],
	[name(object) | object := answer.alertObject.externalObjects],
)

name(thing) := [
	object.get(thing, "kind", ""),
	object.get(thing, ["metadata", "namespace"], ""),
	object.get(thing, ["metadata", "name"], object.get(thing, "name", "")),
]
