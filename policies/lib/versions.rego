# Versions such as `v1.20.7-eks-1` as lists of numbers, which compare in order.
package sortie.lib.versions

# Undefined for text that does not begin with a version.
parse(text) := [to_number(major), to_number(minor), to_number(patch)] if {
	pattern := `^v?(\d+)\.(\d+)\.(\d+)`
	[_, major, minor, patch] := regex.find_all_string_submatch_n(pattern, text, 1)[0]
}

# The same for text that is nothing but three numbers: `1.4.9-rc1` is within no range.
is_exactly_within(text, ranges) if {
	regex.match(`^\d+\.\d+\.\d+$`, text)
	is_within(text, ranges)
}

# `ranges` is a list of pairs: from the first version on, and before the second.
is_within(text, ranges) if {
	version := parse(text)
	some [first, fixed] in ranges
	version >= parse(first)
	version < parse(fixed)
}
