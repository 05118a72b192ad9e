#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What the build and the tests need from the system.
#
# usage: deps.sh missing NEED...    one line per thing that is not there
#        deps.sh install NEED...    install what is not there (apt-get)
#
# NEED is MODULE:PACKAGE for a pkg-config module, !COMMAND:PACKAGE for a
# program and @MODULE:PACKAGE for a module of the system's python3; the
# compiler ($CC) and pkg-config are always looked for.
set -u

CC=${CC:-cc}
PKG_CONFIG=${PKG_CONFIG:-pkg-config}
mode=$1
shift

have() {
	command -v "$1" >/dev/null 2>&1
}

# The name people know: yaml-0.1 is libyaml.
known_as() {
	case $1 in
	yaml-0.1) echo libyaml ;;
	lib*) echo "$1" ;;
	*) echo "lib$1" ;;
	esac
}

compiler_package() {
	case ${CC##*/} in
	clang*) echo clang ;;
	*) echo gcc ;;
	esac
}

# A compiler without the C library's headers compiles nothing.
compiles() {
	# $CC may hold arguments.
	# shellcheck disable=SC2086
	printf '#include <stdio.h>\n' | $CC -E - >/dev/null 2>&1
}

# "what package" for every need that is not met.
unmet() {
	if ! have "${CC%% *}"
	then
		echo "${CC%% *} $(compiler_package)"
		echo "libc libc6-dev"
	elif ! compiles
	then
		echo "libc libc6-dev"
	fi
	have "$PKG_CONFIG" || echo "pkg-config pkg-config"
	for need
	do
		what=${need%%:*} package=${need#*:}
		case $what in
		!*) have "${what#!}" || echo "${what#!} $package" ;;
		@*) /usr/bin/python3 -c "import ${what#@}" 2>/dev/null ||
			echo "${what#@} $package" ;;
		*) "$PKG_CONFIG" --exists "$what" 2>/dev/null ||
			echo "$(known_as "$what") $package" ;;
		esac
	done
}

missing() {
	unmet "$@" | while read -r what package
	do
		case $package in
		*-dev | gcc | clang | pkg-config) target=deps ;;
		*) target=test-deps ;;
		esac
		[ "$package" = libcmocka-dev ] && target=test-deps
		echo "$what is missing: apt-get install $package," \
			"or run 'make $target'"
		# The first one only: the rest cannot be judged without it.
		break
	done
}

install() {
	packages=$(unmet "$@" | cut -d ' ' -f 2 | sort -u | tr '\n' ' ')
	[ "$packages" ] || return 0
	if ! have apt-get
	then
		echo "missing, and there is no apt-get to install it:" \
			"$packages" >&2
		return 1
	fi
	sudo=
	if [ "$(id -u)" != 0 ]
	then
		if ! have sudo
		then
			echo "missing: $packages(run as root:" \
				"apt-get install $packages)" >&2
			return 1
		fi
		sudo=sudo
	fi
	echo "installing with apt-get: $packages"
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	# Package names have no blanks; $sudo may be empty.
	# shellcheck disable=SC2086
	if ! {
		$sudo apt-get update -q &&
			$sudo env DEBIAN_FRONTEND=noninteractive \
				apt-get install -y -q --no-install-recommends \
				$packages
	} >"$log" 2>&1 </dev/null
	then
		tail -n 20 "$log" >&2
		echo "could not install: $packages" >&2
		return 1
	fi
	left=$(unmet "$@")
	if [ "$left" ]
	then
		echo "still missing after the installation: $left" >&2
		return 1
	fi
}

case $mode in
missing) missing "$@" ;;
install) install "$@" ;;
*)
	sed -n '4,11s/^# \{0,1\}//p' "$0" >&2
	exit 129
	;;
esac
