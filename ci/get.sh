#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Install git-postmortem below the folder PREFIX: from the release that has
# the checksum, or else built from the sources at a commit or a tag.

if ! git postmortem --version 2>/dev/null
then
  if [ -z "$POSTMORTEM_SOURCE$POSTMORTEM_RELEASE" ]
  then
    echo "git postmortem: set POSTMORTEM_SOURCE and POSTMORTEM_VERSION:" \
      "what built this job did not know where it comes from" >&2
    exit 1
  fi
  got=$(mktemp -d)
  if [ "$POSTMORTEM_SHA256" ]
  then
    curl --silent --show-error --fail --location --output "$got/release" \
      "$POSTMORTEM_RELEASE"
    if ! echo "$POSTMORTEM_SHA256  $got/release" | sha256sum --check --quiet
    then
      echo "git postmortem: $POSTMORTEM_RELEASE is not the release that" \
        "this job was written for" >&2
      exit 1
    fi
    mkdir "$got/source"
    tar -xzf "$got/release" -C "$got/source" --strip-components=1
  else
    git init -q "$got/source"
    if ! git -C "$got/source" fetch -q --depth=1 -- "$POSTMORTEM_SOURCE" \
      "$POSTMORTEM_VERSION"
    then
      echo "git postmortem: cannot fetch $POSTMORTEM_VERSION from" \
        "$POSTMORTEM_SOURCE" >&2
      exit 1
    fi
    git -C "$got/source" checkout -q --detach FETCH_HEAD
  fi
  make -C "$got/source" deps
  make -C "$got/source" -j2
  make -C "$got/source" install prefix="$PREFIX"
fi
