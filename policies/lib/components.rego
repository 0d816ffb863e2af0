# Programs of the control plane, told by what their pods start, and the flags they are started with.
package sortie.lib.components

import data.sortie.lib.answers

# A pod of two containers is not one of them. etcd may run anywhere, and its first argument may hold its flags.
runs(pod, program) if {
	program != "etcd"
	starts(pod, program)
	pod.metadata.namespace == "kube-system"
	endswith(pod.spec.containers[0].command[0], program)
}

runs(pod, "etcd") if starts(pod, "etcd")

starts(pod, program) if {
	pod.kind == "Pod"
	count(pod.spec.containers) == 1
	endswith(split(pod.spec.containers[0].command[0], " ")[0], program)
}

# Every place that gives the flag a value: its path, the text there, which may hold several flags, the flag as it is
# `given` and its value. A flag that is given alone, or with its value in the next argument, is not judged.
flags(pod, name) := [{"path": path, "text": text, "given": given, "value": value} |
	some list in ["command", "args"]
	some i, text in pod.spec.containers[0][list]
	pattern := sprintf(`(?:^|\s)(--%s=(\S+))(?:\s|$)`, [name])
	[_, given, value] := regex.find_all_string_submatch_n(pattern, text, 1)[0]
	path := sprintf("spec.containers[0].%s[%d]", [list, i])
]

is_set(pod, name) if count(places(pod, name)) > 0

# The pod's command is known, and no argument gives the flag together with a value.
lacks_value(pod, name) if {
	container := pod.spec.containers[0]
	is_array(container.command)
	arguments := array.concat(container.command, [argument | some argument in container.args])
	not any_gives(arguments, name)
}

any_gives(arguments, name) if {
	some argument in arguments
	contains(argument, sprintf("--%s=", [name]))
}

# The paths of the arguments that give the flag, with a value or without.
places(pod, name) := [sprintf("spec.containers[0].%s[%d]", [list, i]) |
	some list in ["command", "args"]
	some i, text in pod.spec.containers[0][list]
	regex.match(sprintf(`(^|\s)--%s(=|\s|$)`, [name]), text)
]

# The path of a flag that is to be added: `offset` places after the end of the list that holds the flags.
next_path(pod, offset) := sprintf("%s[%d]", [list_path(pod), count(container[flag_list(pod)]) + offset]) if {
	container := pod.spec.containers[0]
}

list_path(pod) := sprintf("spec.containers[0].%s", [flag_list(pod)])

flag_list(pod) := "args" if {
	count(pod.spec.containers[0].args) > 0
} else := "command"

# The text at a flag's place with another value for it.
with_value(flag, name, value) := replace(flag.text, flag.given, sprintf("--%s=%s", [name, value]))

# The functions below give the answers about one pod as a list, empty where nothing is wrong.

# The flag has to be there. `example` stands for its value.
must_be_set(pod, name, example) := [answers.add(pod, sprintf("--%s is not set", [name]), fixes) |
	not is_set(pod, name)
	fixes := [{"path": next_path(pod, 0), "value": sprintf("--%s=%s", [name, example])}]
]

# Both flags have to be there; the second one's place follows the first one's, whether or not that is missing.
must_both_be_set(pod, examples) := [answers.add(pod, "the certificate and its key are not both set", fixes) |
	fixes := [{"path": next_path(pod, i), "value": sprintf("--%s=%s", example)} |
		some i, example in examples
		not is_set(pod, example[0])
	]
	count(fixes) > 0
]

must_be(pod, name, value) := array.concat(must_be_set(pod, name, value), wrong(pod, name, value))

# The flag may be left out, but not have another value.
wrong(pod, name, value) := [answers.correct(pod, sprintf("--%s is not %s", [name, value]), flag.path, text) |
	some flag in flags(pod, name)
	flag.value != value
	text := with_value(flag, name, value)
]

# The flag is a list that has to have the item.
must_include(pod, name, item) := array.concat(must_be_set(pod, name, item), lacking) if {
	lacking := [answers.correct(pod, sprintf("--%s lacks %s", [name, item]), flag.path, text) |
		some flag in flags(pod, name)
		not item in split(flag.value, ",")
		text := with_value(flag, name, sprintf("%s,%s", [flag.value, item]))
	]
}

# The flag is a list that must not have the item. Where it is the only one there is no telling what should be there.
must_not_include(pod, name, item) := [answer |
	some flag in flags(pod, name)
	items := split(flag.value, ",")
	item in items
	rest := concat(",", [other | some other in items; other != item])
	some answer in without_item(pod, flag, name, rest)
]

without_item(pod, flag, name, rest) := [answers.correct(pod, sprintf("--%s has it", [name]), flag.path, text)] if {
	rest != ""
	text := with_value(flag, name, rest)
}

without_item(pod, flag, name, "") := [answers.review(pod, sprintf("--%s has it", [name]), [flag.path])]

# No value of the flag is right for every cluster: a person has to look at whichever is there, and to choose one.
must_be_reviewed(pod, name) := array.concat(missing, given(pod, name)) if {
	missing := [answers.correct(pod, sprintf("--%s is not set", [name]), next_path(pod, 0), text) |
		not is_set(pod, name)
		text := sprintf("--%s=YOUR_VALUE", [name])
	]
}

given(pod, name) := [answers.review(pod, sprintf("--%s should be looked at", [name]), [path]) |
	some path in places(pod, name)
]
