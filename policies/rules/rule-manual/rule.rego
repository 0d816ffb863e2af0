# Nothing in the cluster tells; a person has to look. A scan never asks this rule, because it matches nothing.
package sortie.rules["rule-manual"]

deny contains {"alertMessage": "this has to be looked at by hand"}
