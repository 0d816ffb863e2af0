# The plugin that enforces pod security policies, in versions that still have it.
package sortie.rules["psp-enabled-native"]

import data.sortie.lib.answers
import data.sortie.lib.components

deny contains answers.review(pod, "pod security policies are not enforced", [flag.path]) if {
	some pod in input
	some flag in components.flags(pod, "enable-admission-plugins")
	not "PodSecurityPolicy" in split(flag.value, ",")
}
