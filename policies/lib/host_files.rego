# Files of a node as host data describes them: `path`, `permissions` (the mode as a number) and `ownership` with names. As in
# the public library nothing is said of a file without a path, or of owners without names.
package sortie.lib.host_files

import data.sortie.lib.answers

modes := {"600": 384, "644": 420, "700": 448}

# One answer for each of the node's files that lets somebody do more than the mode, which is one of `modes`. Every bit
# counts: 700 is not within 644, because of the owner's right to execute.
wider_than(node, files, mode) := [answer |
	some file in files
	bits.and(file.permissions, modes[mode]) != file.permissions
	answer := fixed_by(node, sprintf("%s allows more than mode %s", [file.path, mode]), sprintf("chmod %s", [mode]), file)
]

# One answer for each of the files that another user or group than root owns.
not_of_root(node, files) := [answer |
	some file in files
	has_names(file.ownership)
	not file.ownership.error
	not is_root(file.ownership)
	answer := fixed_by(node, sprintf("%s does not belong to root:root", [file.path]), "chown root:root", file)
]

has_names(ownership) if {
	is_string(ownership.username)
	is_string(ownership.groupname)
}

# An agent that knows no names of users gives their numbers as text. Numbers do not count where there are names.
is_root(ownership) if {
	ownership.username in {"root", "0"}
	ownership.groupname in {"root", "0"}
}

fixed_by(node, message, command, file) := answers.external(answers.run(node, message, line)) if {
	line := sprintf("%s %s", [command, shell_word(file.path)])
}

shell_word(text) := text if {
	regex.match(`^[\w@%+=:,./-]+$`, text)
} else := sprintf("'%s'", [replace(text, "'", `'\''`)])
