# SPDX-License-Identifier: MIT
"""Runs a job of a pipeline's file as the service's runner would.

usage: runner.py github FILE JOB EVENT   EVENT is a file: {"name":, "payload":}
       runner.py gitlab FILE JOB         variables are those of the environment
       runner.py scripts FILE DIR        each script into a file, for linting
       runner.py get FILE KEY...         one value, as JSON

Exit status: the job's; 78 when it is not to run for this event at all. Of
GitHub's expressions it knows what our files use: paths, strings, ==, !=, &&,
||, !, (), contains(), cancelled(), always(), success(); and of the runner: env, if,
working-directory, GITHUB_OUTPUT, GITHUB_PATH and the default shell "bash".
"""

import json
import os
import re
import subprocess
import sys
import tempfile

import yaml

NEUTRAL = 78


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def events(workflow):
    # YAML 1.1 takes the key "on" for true.
    return workflow[True]


# --- GitHub's expressions ---

TOKEN = re.compile(r"\s*(?:(==|!=|&&|\|\||!|\(|\)|,)|'((?:[^']|'')*)'"
                   r"|([\w.-]+))")


class Expression:
    def __init__(self, text, context, failed):
        self.context, self.failed, self.at = context, failed, 0
        self.tokens = []
        while text.strip():
            match = TOKEN.match(text)
            assert match, "no expression that we know: " + text
            self.tokens.append(match.groups())
            text = text[match.end():]

    def peek(self, *operators):
        return self.at < len(self.tokens) and \
            self.tokens[self.at][0] in operators

    def value(self):
        left = self.both()
        while self.peek("||"):
            self.at += 1
            right = self.both()
            left = left or right
        return left

    def both(self):
        left = self.same()
        while self.peek("&&"):
            self.at += 1
            right = self.same()
            left = left and right
        return left

    def same(self):
        left = self.one()
        if self.peek("==", "!="):
            negated = self.tokens[self.at][0] == "!="
            self.at += 1
            right = self.one()
            left = (left == right) != negated
        return left

    def one(self):
        operator, string, word = self.tokens[self.at]
        self.at += 1
        if operator == "!":
            return not self.one()
        if operator == "(":
            inner = self.value()
            assert self.peek(")")
            self.at += 1
            return inner
        if string is not None:
            return string.replace("''", "'")
        if word == "contains":
            self.at += 1
            where = self.value()
            assert self.peek(",")
            self.at += 1
            what = self.value()
            assert self.peek(")")
            self.at += 1
            return str(what).lower() in str(where or "").lower()
        if self.peek("("):
            self.at += 2
            return {"cancelled": False, "always": True,
                    "success": not self.failed}[word]
        found = self.context
        for key in word.split("."):
            found = found.get(key) if isinstance(found, dict) else None
        return found


def text_of(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def fill(text, context):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: text_of(
        Expression(match.group(1), context, False).value()), str(text))


def holds(condition, context, failed):
    condition = str(condition).strip()
    if condition.startswith("${{") and condition.endswith("}}"):
        condition = condition[3:-2]
    # Without a word about failure, a step waits for those before it.
    if failed and not re.search(r"\b(cancelled|always|success)\(", condition):
        return False
    return bool(Expression(condition, context, failed).value())


def is_for(workflow, event):
    wanted = events(workflow)
    if event["name"] not in wanted:
        return False
    types = (wanted[event["name"]] or {}) if isinstance(wanted, dict) else {}
    if isinstance(types, dict) and "types" in types:
        return event["payload"].get("action") in types["types"]
    if isinstance(types, dict) and "branches" in types:
        return event["payload"]["ref"] in [
            "refs/heads/" + branch for branch in types["branches"]]
    return True


def environment(levels, context):
    env = {}
    for level in levels:
        for key, value in (level.get("env") or {}).items():
            env[key] = fill(value, context)
    return env


def step_runs(step, context, levels, files):
    env = dict(os.environ)
    env.update(environment(levels + [step], context))
    env.update(GITHUB_OUTPUT=files + "/output", GITHUB_PATH=files + "/path",
               RUNNER_TEMP=files + "/temp",
               GITHUB_EVENT_PATH=files + "/event")
    for name in "output", "path":
        open(files + "/" + name, "w", encoding="utf-8").close()
    where = fill(step.get("working-directory", ""), context) or files + "/here"
    status = subprocess.call(["bash", "--noprofile", "--norc", "-eo",
                              "pipefail", "-c", step["run"]], env=env,
                             cwd=where)
    with open(files + "/output", encoding="utf-8") as file:
        outputs = dict(line.rstrip("\n").split("=", 1) for line in file)
    context["steps"][step.get("id", step["name"])] = {
        "outputs": outputs,
        "outcome": "failure" if status else "success"}
    with open(files + "/path", encoding="utf-8") as file:
        for line in file:
            os.environ["PATH"] = line.rstrip("\n") + ":" + os.environ["PATH"]
    return status


def github(path, name, event):
    workflow = load(path)
    event = load(event)
    job = workflow["jobs"][name]
    context = {"github": {
        "event": event["payload"], "event_name": event["name"],
        "server_url": os.environ["GITHUB_SERVER_URL"],
        "repository": os.environ["GITHUB_REPOSITORY"],
        "api_url": os.environ["GITHUB_API_URL"],
        "sha": event.get("sha"), "ref": event["payload"].get("ref"),
        "token": event.get("token", "job-token")},
        "secrets": event.get("secrets", {}), "steps": {}}
    if not is_for(workflow, event) or \
            not holds(job.get("if", "always()"), context, False):
        return NEUTRAL
    status = 0
    assert workflow["defaults"]["run"]["shell"] == "bash"
    with tempfile.TemporaryDirectory() as files:
        for folder in "temp", "here":
            os.mkdir(files + "/" + folder)
        with open(files + "/event", "w", encoding="utf-8") as file:
            json.dump(event["payload"], file)
        for step in job["steps"]:
            if holds(step.get("if", "success()"), context, status != 0):
                print("## " + step["name"], flush=True)
                status = step_runs(step, context, [workflow, job],
                                   files) or status
    return 1 if status else 0


# --- GitLab ---

def rule_holds(condition):
    """Only == and != of a variable, joined by && and ||."""
    def one(term):
        match = re.fullmatch(r'\s*\$(\w+)\s*(?:(==|!=)\s*(?:"([^"]*)"|\$(\w+)'
                             r'))?\s*', term)
        assert match, "no rule that we know: " + term
        name, operator, string, other = match.groups()
        value = os.environ.get(name, "")
        if not operator:
            return bool(value)
        wanted = string if other is None else os.environ.get(other, "")
        return (value == wanted) == (operator == "==")
    return any(all(one(term) for term in part.split("&&"))
               for part in condition.split("||"))


def gitlab_job(path, name):
    document = load(path)
    job = dict(document[name])
    if "extends" in job:
        base = document[job["extends"]]
        variables = dict(base.get("variables", {}))
        variables.update(job.get("variables", {}))
        job = {**base, **job, "variables": variables}
    return job


def gitlab(path, name):
    job = gitlab_job(path, name)
    for rule in job["rules"]:
        if rule_holds(rule.get("if", '$CI == "true"')):
            if rule.get("when") == "never":
                return NEUTRAL
            break
    else:
        return NEUTRAL
    # Variables of the project go before those of the file.
    env = {**{key: re.sub(r"\$(\w+)", lambda match: os.environ.get(
        match.group(1), ""), str(value))
        for key, value in job.get("variables", {}).items()}, **os.environ}
    script = "\n".join(job.get("before_script", []) + job["script"])
    return subprocess.call(["sh", "-e", "-c", script], env=env)


# --- the scripts themselves ---

def scripts(path, where):
    document = load(path)
    if "jobs" not in document:
        for name, job in document.items():
            if "rules" in job:
                job = gitlab_job(path, name)
                save(where, name, "/bin/sh",
                     "\n".join(job.get("before_script", []) + job["script"]))
        return
    for name, job in document["jobs"].items():
        for step in job["steps"]:
            # What others may choose is never part of a script.
            assert "${{" not in step["run"], step["name"]
            assert "uses" not in step
            save(where, name + "." + step["name"], "/bin/bash", step["run"])


def save(where, name, shell, text):
    name = "%s/%s.sh" % (where, name.replace("/", "-"))
    with open(name, "w", encoding="utf-8") as file:
        file.write("#!%s\n%s" % (shell, text))


def get(path, *keys):
    value = load(path)
    for key in keys:
        value = value[True] if key == "on" else value[
            int(key) if isinstance(value, list) else key]
    print(json.dumps(value))


for person in "AUTHOR", "COMMITTER":
    # A runner is nobody.
    for what in "NAME", "EMAIL":
        os.environ.pop("GIT_%s_%s" % (person, what), None)
sys.exit(globals()[sys.argv[1]](*sys.argv[2:]))
