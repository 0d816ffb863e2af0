# The shapes of an answer. Which lists of paths it has says what a person should do with the object.
# https://github.com/kubescape/kubescape reads the same shapes (docs/reference/control-library.md, "Answers").
package sortie.lib.answers

# What is at the paths should go.
remove(resource, message, paths) := {
	"alertMessage": message,
	"alertObject": {"k8sApiObjects": [resource]},
	"failedPaths": paths,
	"deletePaths": paths,
}

# A person has to look at what is at the paths.
review(resource, message, paths) := {
	"alertMessage": message,
	"alertObject": {"k8sApiObjects": [resource]},
	"failedPaths": paths,
	"reviewPaths": paths,
}

# What is at the paths refers to something that is not there, or contradicts something else.
point(resource, message, paths) := {
	"alertMessage": message,
	"alertObject": {"k8sApiObjects": [resource]},
	"failedPaths": paths,
}

# Something is missing. `fixes` is a list of `{"path": …, "value": …}`; a value is always text, and `YOUR_VALUE` where
# only a person knows it.
add(resource, message, fixes) := {
	"alertMessage": message,
	"alertObject": {"k8sApiObjects": [resource]},
	"fixPaths": fixes,
}

# What is at the path should be the value.
change(resource, message, path, value) := {
	"alertMessage": message,
	"alertObject": {"k8sApiObjects": [resource]},
	"failedPaths": [path],
	"fixPaths": [{"path": path, "value": value}],
}

# What is at the path is wrong; the value is the usual right one, but a person has to look.
correct(resource, message, path, value) := {
	"alertMessage": message,
	"alertObject": {"k8sApiObjects": [resource]},
	"failedPaths": [path],
	"reviewPaths": [path],
	"fixPaths": [{"path": path, "value": value}],
}

# Nothing in the object can be pointed at.
whole(resource, message) := {
	"alertMessage": message,
	"alertObject": {"k8sApiObjects": [resource]},
}

# The same answer about an object that the API server does not hold: host data, a cloud description.
external(answer) := object.union(
	object.remove(answer, ["alertObject"]),
	{"alertObject": {"externalObjects": answer.alertObject.k8sApiObjects[0]}},
)

# The same answer with other objects that play a part: a list of `{"object": …}`, each with path lists of its own.
with_related(answer, related) := object.union(answer, {"relatedObjects": related})

# A command changes it; nothing in the object can be pointed at.
run(resource, message, command) := object.union(whole(resource, message), {"fixCommand": command})
