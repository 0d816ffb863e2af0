# A signature proves something only when it is by somebody one trusts.
package sortie.rules["verify-image-signature"]

import data.sortie.lib.signatures

deny contains signatures.unproven(workload, paths) if {
	keys := data.postureControlInputs.trustedCosignPublicKeys
	some workload in input
	paths := [path | some path, image in signatures.images(workload); not signatures.is_verified(image, keys)]
	count(paths) > 0
}
