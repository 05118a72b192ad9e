#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Make a repository for the bench, unless it is there already.
#
#	generate.sh DIR tree POSTMORTEMS ITEMS FILES [FOLDERS [EVENTS]]
#	generate.sh DIR history COMMITS
#	generate.sh DIR years COMMITS POSTMORTEMS ITEMS
#	generate.sh DIR graph REPOSITORY	a copy that has a commit graph
#	generate.sh DIR filters REPOSITORY	and changed-path filters
#
# What it was made from is kept beside it in .git/bench: another generator or
# other numbers make it anew.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
dir=$1
kind=$2
shift 2

case $kind in
graph | filters) stamp=$(cat "$here/generate.sh" "$1/.git/bench" | cksum) ;;
*) stamp=$(cat "$here/generate.sh" "$here/records.awk" "$here/$kind.awk" |
	cksum) ;;
esac
stamp="$kind $* $stamp"
[ "$(cat "$dir/.git/bench" 2>/dev/null)" = "$stamp" ] && exit 0

echo "generating ${dir##*/} ($kind${1+ $*})" >&2
new=$dir.new
rm -rf "$dir" "$new"

records() {
	LC_ALL=C awk "$@"
}

# A pack as a server would send it, files as they were checked out. Without
# the stream's last word, "done", the generator has failed.
import() {
	git init -q -b main "$new"
	git -C "$new" fast-import --quiet --done
	git -C "$new" for-each-ref --format='delete %(refname)' \
		'refs/heads/side*' | git -C "$new" update-ref --stdin
	git -C "$new" repack -a -d -q
	git -C "$new" reset -q --hard
}

case $kind in
tree)
	records -v postmortems="$1" -v items="$2" -v files="$3" \
		-v folders="${4-0}" -v events="${5-0}" \
		-f "$here/records.awk" -f "$here/tree.awk" | import
	# A change elsewhere, staged, as it lies there when a hook is run:
	# "git commit" has written the cached trees.
	file=$(git -C "$new" ls-files src | sed -n '1000p')
	if [ "$file" ]
	then
		echo '/* changed */' >>"$new/$file"
		git -C "$new" add "$file"
		git -C "$new" write-tree >/dev/null
	fi
	;;
history)
	records -v commits="$1" -v note="$dir.item" \
		-f "$here/records.awk" -f "$here/history.awk" | import
	mv "$dir.item" "$new/.git/bench-item"
	;;
years)
	records -v commits="$1" -v postmortems="$2" -v items="$3" \
		-v note="$dir.item" \
		-f "$here/records.awk" -f "$here/years.awk" | import
	mv "$dir.item" "$new/.git/bench-item"
	;;
graph | filters)
	# Packs are shared as hard links, what describes them is not.
	git clone -q --local "$1" "$new"
	git -C "$new" remote remove origin
	cp "$1/.git/bench-item" "$new/.git/bench-item"
	git -C "$new" commit-graph write --reachable --no-progress \
		"$([ "$kind" = filters ] && echo --changed-paths || \
			echo --no-changed-paths)"
	;;
esac
echo "$stamp" >"$new/.git/bench"
mv "$new" "$dir"
