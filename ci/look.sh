#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The first step of a job: whether a change touches post-mortems at all, asked
# of commits and trees alone, and then their whole history in $repository.
#
# REMOTE, TOKEN (may be empty), BASE, HEAD: where to fetch, and which commits.
# MERGE: the merge of both, where the forge has made it, or empty.
# POSTMORTEM_ROOT: the folder of the post-mortems.
# CLAIMS: not empty where what commits say of items is something to do, too;
# then BASE may be no commit, and $repository stays empty.

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
# A base that is not among the newest may be anything.
is_claimed() {
  [ "${CLAIMS-}" ] || return 1
  git init -q --bare "$look/log"
  git -C "$look/log" remote add origin "$REMOTE"
  git -C "$look/log" fetch -q --filter=tree:0 --depth=100 origin "$HEAD"
  git -C "$look/log" log --format=%B "$BASE..$HEAD" >"$look/said" \
    2>/dev/null || return 0
  grep -q '^Postmortem-' "$look/said"
}
# Whoever moves the folder need not know of this file.
is_elsewhere() {
  policy=$(git -C "$look/trees" show "$1:.postmortem/policy.yaml" \
    2>/dev/null || true)
  root=$(echo "$policy" | tr -d '"\r' | sed -n 's/^root: *//p')
  [ "${root:-postmortems}" != "$POSTMORTEM_ROOT" ]
}
is_changed() {
  ! git -C "$look/trees" diff-tree -r --quiet "$1" "$2" -- \
    "$POSTMORTEM_ROOT" .postmortem
}
git init -q --bare "$look/trees"
git -C "$look/trees" remote add origin "$REMOTE"
if ! is_claimed
then
  if [ "${MERGE-}" ] && fetch --depth=2 origin "$MERGE"
  then
    from=$MERGE^1 to=$MERGE
  else
    fetch --depth=1 origin "$BASE" "$HEAD"
    from=$BASE to=$HEAD
  fi
  if ! is_elsewhere "$from" && ! is_changed "$from" "$to"
  then
    echo 'nothing to do: no post-mortem changes'
    exit 0
  fi
fi
repository=$look/repository
git init -q --bare "$repository"
if [ -z "${CLAIMS-}" ]
then
  git -C "$repository" fetch -q "$REMOTE" "$BASE" "$HEAD"
fi
