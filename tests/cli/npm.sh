# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034
#
# Programs of npm that tests ask when they can be had. Sourced before lib.sh,
# which takes away the user's HOME with npm's settings.
#
# npm_packages FOLDER WANTED   unpack packages, "name version" a line, below
#                              build/FOLDER: $tools is that, or $missing says
#                              why there are none. Packed, and so without what
#                              they depend on; nothing of them is run by this.

# Beside, then renamed: two scripts may want it at once.
npm_fetch() {
	fetched=$tools.$$
	mkdir -p "$fetched"
	while read -r package version
	do
		tarball=$(cd "$fetched" && npm pack --silent --fetch-retries=0 \
			--fetch-timeout=20000 --no-update-notifier "$package@$version" \
			2>>"$fetched/log" </dev/null) || return 1
		name=$(echo "${package#@}" | tr / -)
		mkdir "$fetched/$name"
		tar -xzf "$fetched/${tarball##*/}" -C "$fetched/$name" \
			--strip-components=1 || return 1
		rm "$fetched/${tarball##*/}"
	done <<-END
	$1
	END
	echo "$1" >"$fetched/wanted"
	rm -rf "$tools"
	mv -T "$fetched" "$tools" 2>/dev/null
	rm -rf "$fetched"
	[ "$(cat "$tools/wanted" 2>/dev/null)" = "$1" ]
}

npm_packages() {
	tools=$(cd "${0%/*}/../.." && pwd)/build/$1
	missing=
	if ! command -v npm >/dev/null 2>&1 || ! command -v node >/dev/null 2>&1
	then
		missing='npm is not installed'
	elif [ "$(cat "$tools/wanted" 2>/dev/null)" != "$2" ] && ! npm_fetch "$2"
	then
		missing="npm cannot get $(echo "$2" | head -n 1)"
		rm -rf "$tools.$$"
	fi
}
