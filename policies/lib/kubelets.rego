# How a kubelet was started: its command line, and where that says nothing its configuration file.
# https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
package sortie.lib.kubelets

import data.sortie.lib.answers

all := [node |
	some node in input
	node.kind == "KubeletInfo"
	is_string(node.data.cmdLine)
]

# Kubelets whose command line leaves the flag to the configuration file, or to its default.
without_flag(name) := [node | some node in all; not has_flag(node, name)]

has_flag(node, name) if regex.match(sprintf(`(^|\s)--%s(=|\s|$)`, [name]), node.data.cmdLine)

# The value of a flag, `--name=value` or `--name value`; the last one counts. Undefined without the flag.
flag(node, name) := found[count(found) - 1][1] if {
	pattern := sprintf(`(?:^|\s)--%s(?:=|\s+|$)(\S*)`, [name])
	found := regex.find_all_string_submatch_n(pattern, node.data.cmdLine, -1)
}

# The same for a flag that is on or off, which takes no value from the next word.
is_on(node, name) := lower(found[count(found) - 1][1]) in {"", "true", "t", "1"} if {
	pattern := sprintf(`(?:^|\s)--%s(?:=(\S*))?(?:\s|$)`, [name])
	found := regex.find_all_string_submatch_n(pattern, node.data.cmdLine, -1)
}

# The flag is there with the word `true`, the one form of being on that most rules of the public library know.
says_true(node, name) if contains(node.data.cmdLine, sprintf("--%s=true", [name]))

# What the configuration file says. Undefined without a file, or where it cannot be read as YAML.
config(node) := content(node) if has_flag(node, "config")

# The same, whether or not the command line names the file.
content(node) := yaml.unmarshal(base64.decode(node.data.configFile.content))

# There is neither the flag nor a configuration file.
decides_nothing(name) := [node | some node in without_flag(name); not has_flag(node, "config")]

# There is a file but nobody could read it, and the command line does not say what it would say.
unread(name) := [unread_config(node, name) | some node in without_flag(name); is_unread(node)]

# Names no node, as in the public library: the finding is about kubelets in general.
unread_config(node, name) := wrong(object.remove(node, ["metadata"]), message) if {
	message := sprintf("the configuration file, which may set --%s, was not read", [name])
}

is_unread(node) if {
	has_flag(node, "config")
	not has_content(node)
}

has_content(node) if is_string(node.data.configFile.content)

# What is wrong is on the command line, or nowhere.
wrong(node, message) := answers.external(answers.whole(node, message))

# What is wrong is in the configuration file, at the path.
wrong_in_config(node, path) := answers.external(answers.review(node, message, [path])) if {
	message := sprintf("%s is not as it should be", [path])
}
