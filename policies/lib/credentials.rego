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
	lowered := lower(name)
	some sensitive in sensitive_names
	contains(lowered, sensitive)
}

looks_sensitive(_, value) if is_sensitive_value(value)

# Patterns are regular expressions that match anywhere and in any case.
is_sensitive_value(value) if {
	some pattern in sensitive_patterns
	regex.match(pattern, value)
}

is_allowed(name, _) if {
	lowered := lower(name)
	some allowed in allowed_names
	contains(lowered, allowed)
}

is_allowed(_, value) if {
	some allowed in inputs.sensitiveValuesAllowed
	contains(value, allowed)
}

# The inputs as they are compared, so that this is not done for each name and value.

sensitive_names := [lower(name) | some name in inputs.sensitiveKeyNames]

sensitive_patterns := [sprintf("(?i)%s", [pattern]) | some pattern in inputs.sensitiveValues]

allowed_names := [lower(name) | some name in inputs.sensitiveKeyNamesAllowed]
