#!/bin/sh
# SPDX-License-Identifier: MIT
#
# init --ci: the files; how a job finds out that there is nothing to do, and
# gets the program.
#
# Every test is a subshell, and the variables are its own and ci.sh's.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154

. "${0%/*}/lib.sh"
. "${0%/*}/ci.sh"

begin 'init writes jobs for GitHub, and leaves those that are there alone'
(
	set -e
	run_ok git postmortem init --skip-hooks --ci=github >out 2>err
	contains out 'wrote  .github/workflows/postmortem.yml'
	contains err 'set POSTMORTEM_SOURCE and POSTMORTEM_VERSION in .github'
	git diff --cached --name-only >staged
	contains staged '.github/workflows/postmortem.yml'
	run_ok git postmortem init --skip-hooks --ci=github >out 2>err
	contains out 'kept   .github/workflows/postmortem.yml'
	lacks err 'POSTMORTEM_SOURCE'
	lacks err 'is not what'
	echo '# ours' >>.github/workflows/postmortem.yml
	cp .github/workflows/postmortem.yml ../expected
	run_ok git postmortem init --skip-hooks --ci=github >out 2>err
	same .github/workflows/postmortem.yml ../expected
	contains err 'postmortem.yml is not what this version writes'
	[ ! -e .gitlab ]
	[ ! -e .gitea ]
)
end

begin 'init writes jobs for GitLab, and says what includes them'
(
	set -e
	run_ok git postmortem init --skip-hooks --ci=gitlab >out 2>err
	contains out 'wrote  .gitlab/ci/postmortem.yml'
	contains out 'wrote  .gitlab-ci.yml'
	contains .gitlab-ci.yml '  - local: .gitlab/ci/postmortem.yml'
	rm -r .gitlab
	echo 'build: {script: make}' >.gitlab-ci.yml
	run_ok git postmortem init --skip-hooks --ci=gitlab >out 2>err
	contains out 'kept   .gitlab-ci.yml'
	contains err 'hint: add to .gitlab-ci.yml:'
	contains err 'hint:   - local: .gitlab/ci/postmortem.yml'
	echo 'build: {script: make}' | same .gitlab-ci.yml -
	echo 'include: /.gitlab/ci/postmortem.yml' >>.gitlab-ci.yml
	run_ok git postmortem init --skip-hooks --ci=gitlab >out 2>err
	lacks err 'add to'
)
end

begin 'init writes jobs for Gitea, and says what they hide'
(
	set -e
	run_ok git postmortem init --skip-hooks --ci=github >out 2>err
	run_ok git postmortem init --skip-hooks --ci=gitea >out 2>err
	contains out 'wrote  .gitea/workflows/postmortem.yml'
	contains err 'Gitea runs nothing of .github/workflows any more'
	run_ok git postmortem init --skip-hooks --ci=gitea >out 2>err
	lacks err 'any more'
)
end

begin 'a service that nobody knows is a usage error, and nothing is written'
(
	set -e
	fails_with 129 git postmortem init --ci=jenkins 2>err
	contains err '--ci is github, gitlab or gitea, not "jenkins"'
	[ ! -e .postmortem ]
)
end

begin 'outside of a job, a step of one says what it is for'
(
	set -e
	unset GITHUB_ACTIONS GITLAB_CI
	fails_with 129 git postmortem ci 2>err
	contains err 'name one step: check'
	fails_with 1 git postmortem ci check 2>err
	contains err 'this is for the jobs of GitHub, GitLab and Gitea'
)
end

needs_forge

begin 'the files are YAML, for any folder, and their scripts are clean'
(
	set -e
	for root in 'postmortems' '.' 'a: "[b]*' "it's/#x"
	do
		rm -rf repo
		fresh_repo repo
		for service in github gitlab gitea
		do
			git -C repo postmortem init --skip-hooks \
				--ci=$service >>log
			[ $service != github ] || {
				rm -r repo/.github repo/.postmortem
				git -C repo postmortem init --skip-hooks \
					--root "$root" --ci=github >>log
			}
		done
		for file in repo/.github repo/.gitea
		do
			runner get $file/workflows/postmortem.yml env \
				POSTMORTEM_ROOT
		done
		runner get repo/.gitlab/ci/postmortem.yml .post-mortems \
			variables POSTMORTEM_ROOT
	done | uniq -c | sed 's/^ *//' >out
	same out - <<-'END'
	3 "postmortems"
	3 "."
	3 "a: \"[b]*"
	3 "it's/#x"
	END
	runner get repo/.gitlab-ci.yml include 0 local >out
	contains out '.gitlab/ci/postmortem.yml'
	mkdir scripts
	for file in repo/.github/workflows/* repo/.gitea/workflows/* \
		repo/.gitlab/ci/*
	do
		runner scripts "$file" scripts
		! command -v shellcheck >/dev/null ||
			run_ok shellcheck scripts/*.sh
		rm scripts/*.sh
	done
)
end

begin 'a job is written with what built the program, where that is known'
(
	set -e
	# shellcheck disable=SC2016
	(cd "$PM_SOURCE" && make -s BUILD="$PM_TRASH/origin" \
		COMMIT=0123456789012345678901234567890123456789 \
		HOME_URL=https://home.example/git-postmortem \
		RELEASE_SHA256=abc VERSION=9.9.9 \
		"$PM_TRASH/origin/origin.c")
	contains "$PM_TRASH/origin/origin.c" \
		'"https://home.example/git-postmortem", "01234567890123'
	contains "$PM_TRASH/origin/origin.c" 'git-postmortem/releases/download'
	contains "$PM_TRASH/origin/origin.c" \
		'/v9.9.9/git-postmortem-9.9.9.tar.gz", "abc"'
)
end

# --- nothing to do ---

unrelated() {
	git switch -q -c unrelated main
	echo other >other.txt
	commit_all 'unrelated'
	head=$(git rev-parse HEAD)
	git push -q origin unrelated
}

begin 'a change of other files is done before the program is there'
(
	set -e
	at_github
	unrelated
	# Meanwhile main has gone on with post-mortems.
	git switch -q main
	git postmortem new --severity minor 'Other' --commit
	rm "$origin/hooks/update"
	git push -q origin main
	base=$(git rev-parse main)
	PATH=$forge/bin:/usr/bin:/bin
	for event in pull_request merge_group
	do
		$event
		run_ok run_job postmortem.yml post-mortems >out
		contains out 'nothing to do: no post-mortem changes'
		lacks out '## check'
		base=$(git rev-parse main~)
	done
	[ "$(requests)" = '' ]
)
end

begin 'so it is at Gitea'
(
	set -e
	at_gitea
	unrelated
	pull_request
	run_ok run_job postmortem.yml post-mortems >out
	contains out 'nothing to do: no post-mortem changes'
	lacks out '## check'
)
end

begin 'so it is at GitLab, and in a merge train'
(
	set -e
	at_gitlab
	unrelated
	merge_request
	run_ok run_job post-mortems >out
	contains out 'nothing to do: no post-mortem changes'
	merge_train "$head"
	run_ok run_job post-mortems >out
	contains out 'nothing to do: no post-mortem changes'
	[ "$(requests)" = '' ]
)
end

begin 'a policy that moves the folder is looked at, and so is the new folder'
(
	set -e
	at_github
	git switch -q main
	git mv postmortems docs
	sed 's/^#root:.*/root: docs/' .postmortem/policy.yaml >new
	cat new >.postmortem/policy.yaml
	rm new
	commit_all 'moved'
	rm "$origin/hooks/update"
	git push -q origin main
	base=$(git rev-parse main)
	git switch -q -c later
	git postmortem new --severity minor 'Other' --owner alice --commit
	git push -q origin later
	head=$(git rev-parse later)
	# The file on main still says that post-mortems are in postmortems/.
	pull_request
	run_ok run_job postmortem.yml post-mortems >out
	contains out '1 post-mortem checked'
)
end

# --- where the program comes from ---

# The sources of a program that says it was called.
sources() {
	rm -rf ../source
	fresh_repo ../source
	cat >../source/Makefile <<-'END'
	.RECIPEPREFIX = >
	all deps:
	>@echo $@ >>$(made)
	install:
	>@mkdir -p $(prefix)/bin
	>@echo install >>$(made)
	>@printf '#!/bin/sh\necho "got $$*"\n' >$(prefix)/bin/git-postmortem
	>@chmod +x $(prefix)/bin/git-postmortem
	END
	(cd ../source && commit_all 'source' && git tag v1)
	POSTMORTEM_SOURCE=$(cd ../source && pwd)
	made=$forge/made
	: >"$made"
	export made
}

# set_origin NAME=VALUE...: in the file, as it would have been written.
set_origin() {
	for setting
	do
		sed "s|^\\( *POSTMORTEM_${setting%%=*}:\\).*|\\1 ${setting#*=}|" \
			"$workflows/postmortem.yml" >new
		cat new >"$workflows/postmortem.yml"
	done
	rm -f new
}

begin 'a job builds the program from its commit, and says when it cannot'
(
	set -e
	at_github
	sources
	mend
	pull_request
	# One that is there already is taken.
	run_ok run_job postmortem.yml post-mortems >out
	contains out 'git-postmortem '
	same "$made" /dev/null
	PATH=$forge/bin:/usr/bin:/bin
	if git postmortem --version 2>/dev/null
	then
		exit 0
	fi
	fails_with 1 run_job postmortem.yml post-mortems >out 2>err
	contains err 'git postmortem: set POSTMORTEM_SOURCE and POSTMORTEM_VER'
	lacks out '## check'
	set_origin SOURCE="$POSTMORTEM_SOURCE" \
		VERSION="$(git -C ../source rev-parse HEAD)"
	run_ok run_job postmortem.yml post-mortems >out 2>err
	contains out 'got ci check'
	contains out 'got ci review'
	printf 'deps\nall\ninstall\n' | same "$made" -
	set_origin VERSION=v2
	fails_with 1 run_job postmortem.yml post-mortems >out 2>err
	contains err "git postmortem: cannot fetch v2 from $POSTMORTEM_SOURCE"
	lacks out '## check'
)
end

begin 'a job takes a release only with the checksum that it was written with'
(
	set -e
	at_github
	sources
	mend
	pull_request
	tar -czf "$forge/release" -C .. source
	sum=$(sha256sum "$forge/release")
	PATH=$forge/bin:/usr/bin:/bin
	git postmortem --version 2>/dev/null && exit 0
	set_origin SOURCE="$POSTMORTEM_SOURCE" VERSION=v1 \
		RELEASE=https://home.example/release.tar.gz \
		SHA256="${sum%% *}"
	run_ok run_job postmortem.yml post-mortems >out 2>err
	contains out 'got ci check'
	contains "$forge/asked" 'GET https://home.example/release.tar.gz'
	: >"$made"
	echo more >>"$forge/release"
	fails_with 1 run_job postmortem.yml post-mortems >out 2>err
	contains err 'is not the release that this job was written for'
	lacks out '## check'
	same "$made" /dev/null
)
end

begin 'variables of 0.1 in the settings of a GitLab project go on working'
(
	set -e
	at_gitlab
	sources
	mend
	merge_request
	PATH=$forge/bin:/usr/bin:/bin
	git postmortem --version 2>/dev/null && exit 0
	fails_with 1 run_job post-mortems >out 2>err
	contains err 'git postmortem: set POSTMORTEM_SOURCE and POSTMORTEM_VER'
	export POSTMORTEM_SOURCE
	POSTMORTEM_VERSION=v1
	export POSTMORTEM_VERSION
	# It installs for all, where a container's root may.
	sed "s|PREFIX=/usr/local|PREFIX=$forge|" .gitlab/ci/postmortem.yml >new
	cat new >.gitlab/ci/postmortem.yml
	run_ok run_job post-mortems >out 2>err
	contains out 'got ci check'
)
end

done_testing
