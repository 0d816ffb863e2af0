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

looks_sensitive(name, _) if has_sensitive_name(name)

# Patterns are regular expressions that match anywhere; here in any case, elsewhere as they are written.
looks_sensitive(_, value) if {
	some pattern in caseless_patterns
	regex.match(pattern, value)
}

has_sensitive_name(name) if {
	lowered := lower(name)
	some sensitive in sensitive_names
	contains(lowered, sensitive)
}

has_sensitive_text(text) if {
	some pattern in inputs.sensitiveValues
	regex.match(pattern, text)
}

is_allowed(name, _) if {
	lowered := lower(name)
	some allowed in allowed_names
	contains(lowered, allowed)
}

is_allowed(_, value) if {
	some pattern in inputs.sensitiveValuesAllowed
	regex.match(pattern, value)
}

# The inputs as they are compared, so that this is not done for each name and value.

sensitive_names := [lower(name) | some name in inputs.sensitiveKeyNames]

allowed_names := [lower(name) | some name in inputs.sensitiveKeyNamesAllowed]

caseless_patterns := [sprintf("(?i)%s", [pattern]) | some pattern in inputs.sensitiveValues]
