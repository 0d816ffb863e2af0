# What a subject may do. A subject is given with `relatedObjects`: the binding that names it, then the role that the
# binding refers to. API groups, resources and verbs are compared as they are written: a right that another API group
# gives is no right.
package sortie.lib.rbac

# `wanted` has a set of `apiGroups`, `resources` and `verbs`, wildcards included where they count. One list of paths for
# each rule of the role that gives one of them: what matches in the rule, then the subject and the role's name in the
# binding.
granting_paths(subject, wanted) := [paths |
	some i, _ in subject.relatedObjects[1].rules
	some paths in granting_paths_of_rule(subject, wanted, i)
]

# The same for one rule of the role: a list of one list, or an empty one. Most rules give none of it, and are told by the
# first part.
granting_paths_of_rule(subject, wanted, i) := [array.concat(paths, binding_paths(subject)) |
	rule := subject.relatedObjects[1].rules[i]
	resources := matching(rule, wanted, i, "resources")
	count(resources) > 0
	verbs := matching(rule, wanted, i, "verbs")
	count(verbs) > 0
	groups := matching(rule, wanted, i, "apiGroups")
	count(groups) > 0
	is_named(subject)
	paths := array.concat(array.concat(resources, verbs), groups)
]

matching(rule, wanted, i, part) := [sprintf("relatedObjects[1].rules[%d].%s[%d]", [i, part, j]) |
	some j, value in rule[part]
	value in wanted[part]
]

binding_paths(subject) := array.concat(subject_paths(subject), ["relatedObjects[0].roleRef.name"])

subject_paths(subject) := [sprintf("relatedObjects[0].subjects[%d]", [i]) |
	some i, other in subject.relatedObjects[0].subjects
	is_same(subject, other)
]

# A binding that leaves out what a subject of its kind needs, a namespace or an API group, names nobody.
is_named(subject) if count(subject_paths(subject)) > 0

is_same(subject, other) if {
	subject.kind == other.kind
	subject.name == other.name
	some part in ["namespace", "apiGroup"]
	subject[part] == other[part]
}

# A rule of the role gives one of the rights.
gives(role, wanted) if {
	some rule in role.rules
	some resource in rule.resources
	resource in wanted.resources
	some verb in rule.verbs
	verb in wanted.verbs
	some group in rule.apiGroups
	group in wanted.apiGroups
}
