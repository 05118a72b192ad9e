# SPDX-License-Identifier: MIT
"""Takes the scripts out of a pipeline's job, for tests/cli/t0390-ci.sh.

usage: ci_scripts.py github FILE DIR     DIR/<step>.sh for each step that runs
       ci_scripts.py gitlab FILE DIR     DIR/job.sh
       ci_scripts.py get FILE KEY...     one value, as JSON
"""

import json
import sys

import yaml


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def save(path, shell, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!%s\n%s" % (shell, text))


def github(job, where):
    assert job["defaults"]["run"]["shell"] == "bash"
    for step in job["jobs"]["post-mortems"]["steps"]:
        if "run" in step:
            # What others may choose is never part of a script.
            assert "${{" not in step["run"], step["name"]
            save("%s/%s.sh" % (where, step["name"]), "/bin/bash",
                 step["run"])


def gitlab(job, where):
    # Both parts are one script to the runner.
    job = job["post-mortems"]
    save(where + "/job.sh", "/bin/sh",
         "\n".join(job["before_script"] + job["script"]))


def get(value, keys):
    for key in keys:
        # YAML 1.1 takes the key "on" for true.
        value = value[True] if key == "on" else value[
            int(key) if isinstance(value, list) else key]
    print(json.dumps(value))


if sys.argv[1] == "get":
    get(load(sys.argv[2]), sys.argv[3:])
else:
    globals()[sys.argv[1]](load(sys.argv[2]), sys.argv[3])
