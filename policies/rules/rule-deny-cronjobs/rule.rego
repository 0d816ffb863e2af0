# A CronJob is a way to stay in a cluster; who runs which should be known.
package sortie.rules["rule-deny-cronjobs"]

import data.sortie.lib.answers

deny contains answers.whole(cronjob, "this CronJob should be known") if {
	some cronjob in input
	cronjob.kind == "CronJob"
}
