#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The first step of a job: whether a change touches post-mortems at all, asked
# of commits and trees alone, and then their whole history in $repository.
#
# REMOTE, TOKEN (may be empty), BASE, HEAD: where to fetch, and which commits.
# MERGE: the merge of both, where the forge has made it, or empty.
# POSTMORTEM_ROOT: the folder of the post-mortems.

if [ "${TOKEN-}" ]
then
  # Not an argument: those can be seen by others.
  login=$(printf 'x-access-token:%s' "$TOKEN" | base64 | tr -d '\n')
  GIT_CONFIG_COUNT=1
  GIT_CONFIG_KEY_0=http.$REMOTE.extraHeader
  GIT_CONFIG_VALUE_0="Authorization: Basic $login"
  export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
fi
look=$(mktemp -d)
fetch() {
  git -C "$look/trees" fetch -q --filter=blob:none "$@"
}
git init -q --bare "$look/trees"
git -C "$look/trees" remote add origin "$REMOTE"
if [ "${MERGE-}" ] && fetch --depth=2 origin "$MERGE"
then
  from=$MERGE^1 to=$MERGE
else
  fetch --depth=1 origin "$BASE" "$HEAD"
  from=$BASE to=$HEAD
fi
# Whoever moves the folder need not know of this file.
policy=$(git -C "$look/trees" show "$from:.postmortem/policy.yaml" \
  2>/dev/null || true)
root=$(echo "$policy" | tr -d '"\r' | sed -n 's/^root: *//p')
if [ "${root:-postmortems}" = "$POSTMORTEM_ROOT" ] &&
  git -C "$look/trees" diff-tree -r --quiet "$from" "$to" -- \
    "$POSTMORTEM_ROOT" .postmortem
then
  echo 'nothing to do: no post-mortem changes'
  exit 0
fi
repository=$look/repository
git init -q --bare "$repository"
git -C "$repository" fetch -q "$REMOTE" "$BASE" "$HEAD"
