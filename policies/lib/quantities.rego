# Kubernetes quantities (`500m`, `1.5`, `2Gi`, 4) as numbers of thousandths, so that they compare across units and most
# of them are integers.
# https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
package sortie.lib.quantities

factors := {
	"": 1000,
	"n": 0.000001,
	"u": 0.001,
	"m": 1,
	"k": 1000000,
	"K": 1000000, # no quantity to Kubernetes, but one to the public library
	"M": 1000000000,
	"G": 1000000000000,
	"T": 1000000000000000,
	"P": 1000000000000000000,
	"E": 1000000000000000000000,
	"Ki": 1024000,
	"Mi": 1048576000,
	"Gi": 1073741824000,
	"Ti": 1099511627776000,
	"Pi": 1125899906842624000,
	"Ei": 1152921504606846976000,
}

# Undefined for text that is no quantity.
value(quantity) := number * factors[suffix] if {
	text := sprintf("%v", [quantity])
	digits := trim_right(text, "numkKMGTPEi")
	number := to_number(digits)
	suffix := substring(text, count(digits), -1)
}

exceeds(quantity, maximum) if value(quantity) > value(maximum)

# Those of a list that are quantities.
values(quantities) := [value(quantity) | some quantity in quantities]
