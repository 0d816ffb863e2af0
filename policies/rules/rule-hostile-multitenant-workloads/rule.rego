# Whether tenants of a cluster are hostile to each other is for a person to say. A scan never asks this rule, because it
# matches nothing.
package sortie.rules["rule-hostile-multitenant-workloads"]

deny contains {"alertMessage": "this has to be looked at by hand"}
