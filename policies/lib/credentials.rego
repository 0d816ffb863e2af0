# Names and values that look like credentials, by the control inputs about them.
package sortie.lib.credentials

inputs := data.postureControlInputs

# A named value that should be in a Secret. Text that is a path points to a credential instead of being one.
is_exposed(name, value) if {
	value != ""
	not startswith(value, "/")
	looks_sensitive(name, value)
	not is_allowed(name, value)
}

looks_sensitive(name, _) if {
	some sensitive in inputs.sensitiveKeyNames
	contains(lower(name), lower(sensitive))
}

looks_sensitive(_, value) if is_sensitive_value(value)

# Patterns are regular expressions that match anywhere and in any case.
is_sensitive_value(value) if {
	some pattern in inputs.sensitiveValues
	regex.match(sprintf("(?i)%s", [pattern]), value)
}

is_allowed(name, _) if {
	some allowed in inputs.sensitiveKeyNamesAllowed
	contains(lower(name), lower(allowed))
}

is_allowed(_, value) if {
	some allowed in inputs.sensitiveValuesAllowed
	contains(value, allowed)
}
