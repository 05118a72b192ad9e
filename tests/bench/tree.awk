# SPDX-License-Identifier: MIT
#
# One commit that holds `postmortems` post-mortems of `items` action items
# each and so many other files that there are `files` in all. With `folders`,
# there are so many folders of this shape, those beyond `postmortems` in
# another place: trees that differ in the number of post-mortems only. With
# `events`, each item has a history of four events.
#
#	awk -v postmortems=N -v items=N -v files=N -v folders=N -v events=1 \
#		-f records.awk -f tree.awk

BEGIN {
	setup()
	EVENTS = events
	commit(0, "alice", TODAY * 86400, "everything\n")
	put(".postmortem/policy.yaml", policy())
	if (folders < postmortems)
		folders = postmortems
	for (k = 0; k < folders; k++) {
		# The last ones are drafts, the first ones years old.
		make_postmortem(k, items, \
			1 + int((folders - k) * 2900 / (folders + 1)))
		put_postmortem(k < postmortems ? "postmortems" : "otherthings")
	}
	seed(1)
	for (k = 1 + folders * (1 + items); k < files; k++)
		put(sprintf("src/%s/part%02d/file%05d.c", \
			service[k % SERVICES + 1], int(k / SERVICES) % 40, k), \
			sprintf("int value_%d(void)\n{\n\treturn %d;\n}\n", \
				k, roll(100000)))
	print "done"
}
