# SPDX-License-Identifier: MIT
"""curl, as far as our jobs call it, and the three forges behind it.

What it knows is in the folder $FORGE: state.json, and what it was asked in
"asked", one "METHOD path" a line. A line of "fails" that begins such a line
makes that request fail. The answers have the shape and the field names of

  https://docs.github.com/en/rest
  https://docs.gitlab.com/api/
  https://docs.gitea.com/api/

but only the fields that somebody reads.
"""

import json
import os
import re
import sys
import urllib.parse

FORGE = os.environ["FORGE"]
OPTIONS = {"--request": "method", "--header": "header", "--data-binary":
           "data", "--output": "output", "--config": "config"}
FLAGS = ("--silent", "--show-error", "--fail", "--location")
KIND = {"github": "Authorization: Bearer ", "gitea": "Authorization: token ",
        "gitlab": "PRIVATE-TOKEN: "}


def stop(status, why):
    sys.stderr.write("curl: (%d) %s\n" % (status, why))
    sys.exit(status)


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def parse(argv):
    given = {"method": "GET", "url": "", "headers": [], "data": None}
    while argv:
        word = argv.pop(0)
        if word in FLAGS:
            continue
        if word not in OPTIONS:
            if word.startswith("-"):
                stop(2, "option %s: is unknown" % word)
            given["url"] = word
            continue
        value = argv.pop(0)
        if word == "--header":
            if value.startswith("@"):
                assert os.stat(value[1:]).st_mode & 0o077 == 0, "readable"
                value = read(value[1:]).rstrip("\n")
            given["headers"].append(value)
        elif word == "--data-binary":
            given["data"] = sys.stdin.read() if value == "@-" else \
                read(value[1:])
        elif word == "--config":
            text = sys.stdin.read() if value == "-" else read(value)
            given["url"] = re.search(r'url = "(.*)"', text).group(1)
        else:
            given[OPTIONS[word]] = value
    return given


class Forge:
    def __init__(self, state, path, query, data):
        self.state, self.path, self.query, self.data = \
            state, path, query, data

    def of(self, pattern):
        match = re.fullmatch(pattern, self.path)
        self.at = match.groups() if match else ()
        return bool(match)

    def page(self, items):
        size = int(self.query.get("per_page", self.query.get("limit", 30)))
        # A server may allow fewer than it is asked for.
        size = min(size, self.state.get("page", 100))
        first = (int(self.query.get("page", 1)) - 1) * size
        return items[first:first + size]

    def new_id(self):
        self.state["last"] = self.state.get("last", 100) + 1
        return self.state["last"]

    def comment(self, method, author):
        comments = self.state["comments"]
        if method == "GET":
            return self.page(comments)
        if method == "POST":
            comment = {"id": self.new_id(), "body": self.data["body"],
                       author[0]: {author[1]: self.state["me"]}}
            comments.append(comment)
            return comment
        number = int(self.at[0])
        if method == "DELETE":
            self.state["comments"] = [
                c for c in comments if c["id"] != number]
            return ""
        for comment in comments:
            if comment["id"] == number:
                comment["body"] = self.data["body"]
                return comment
        return None

    def answer(self, method):
        if self.of(r"issues/comments/(\d+)") or \
                self.of(r"issues/(?:12|2\d)/comments"):
            return self.comment(method, ("user", "login"))
        if self.of(r"merge_requests/12/notes/(\d+)") or \
                self.of(r"merge_requests/12/notes"):
            return self.comment(method, ("author", "username"))
        if self.of(r"(?:pulls|merge_requests)/12"):
            return self.state["pull"]
        if self.of(r"pulls/12/reviews"):
            return self.page(self.state["reviews"])
        if self.of(r"merge_requests/12/(approvals|reviewers)"):
            return self.state[self.at[0]]
        if self.of(r"merge_requests/12/versions"):
            return self.page(self.state["versions"])
        found = self.actions(method)
        return self.own(method) if found is None else found

    def own(self, method):
        """Pull requests that a job opens; GitLab's have other names."""
        own = self.state.setdefault("own", [])
        if self.of(r"pulls|merge_requests") and method == "GET":
            return self.page([pull for pull in own
                              if pull["state"] in ("open", "opened")])
        if self.of(r"pulls|merge_requests"):
            pull = dict(self.data, number=20 + len(own), state="open")
            if "head" in pull:
                repo = {"full_name": "org/repo"}
                pull["head"] = {"ref": pull["head"], "repo": repo}
                pull["base"] = {"ref": pull["base"]}
            else:
                pull.update(iid=pull.pop("number"), state="opened")
            own.append(pull)
            return pull
        if self.of(r"(?:pulls|merge_requests)/(2\d)"):
            pull = own[int(self.at[0]) - 20]
            if method == "GET":
                return pull
            pull.update(self.data)
            if pull.pop("state_event", None):
                pull["state"] = "closed"
            return pull
        return None

    def actions(self, method):
        if self.of(r"actions/workflows/postmortem.yml/runs"):
            assert self.query["event"] == "pull_request"
            return {"workflow_runs": [
                run for run in self.state["runs"]
                if run["head_sha"] == self.query["head_sha"]]}
        if self.of(r"actions/runs/(\d+)/jobs"):
            jobs = self.state["jobs"]
            answer = {"jobs": [dict(job) for job in jobs]}
            for job in jobs:
                # It will be done when it is asked for next.
                job["status"] = "completed"
            return answer
        if method == "POST" and self.of(r"actions/jobs/(\d+)/rerun"):
            self.state.setdefault("reruns", []).append(int(self.at[0]))
            return {}
        if method == "POST" and self.of(r"statuses/([0-9a-f]+)"):
            self.state.setdefault("statuses", []).append(
                dict(self.data, sha=self.at[0]))
            return self.data
        return None


def main():
    given = parse(sys.argv[1:])
    state = json.loads(read(FORGE + "/state.json"))
    url = urllib.parse.urlsplit(given["url"])
    kind = state["kind"]
    if url.hostname == "home.example":
        with open(FORGE + "/asked", "a", encoding="utf-8") as asked:
            asked.write("GET %s\n" % given["url"])
        if given["data"] is not None:
            with open(FORGE + "/posted", "a", encoding="utf-8") as posted:
                posted.write(given["data"] + "\n")
            return
        with open(given["output"], "wb") as out, \
                open(FORGE + "/release", "rb") as release:
            out.write(release.read())
        return
    if KIND[kind] + state["token"] not in given["headers"]:
        stop(22, "The requested URL returned error: 401")
    for base in state["bases"]:
        if url.path.startswith(base):
            path = url.path[len(base):]
            break
    else:
        stop(22, "The requested URL returned error: 404")
    asked = given["method"] + " " + path
    with open(FORGE + "/asked", "a", encoding="utf-8") as file:
        file.write(asked + "\n")
    if any(line and asked.startswith(line)
           for line in read(FORGE + "/fails").split("\n")):
        stop(22, "The requested URL returned error: 403")
    if path == "user":
        print(json.dumps({"id": 7, "username": state["me"]}))
        return
    if given["data"] is not None:
        assert "Content-Type: application/json" in given["headers"]
    forge = Forge(state, path, dict(urllib.parse.parse_qsl(url.query)),
                  json.loads(given["data"]) if given["data"] else {})
    answer = forge.answer(given["method"])
    if answer is None:
        stop(22, "The requested URL returned error: 404")
    if answer != "":
        print(json.dumps(answer))
    with open(FORGE + "/state.json", "w", encoding="utf-8") as file:
        json.dump(state, file)


main()
