# SPDX-License-Identifier: MIT
"""Judges what "check --format=..." writes, for tests/cli/t0370-formats.sh.

usage: formats.py generate DIR SEED COUNT
           COUNT post-mortems with hostile text everywhere, below
           DIR/postmortems
       formats.py judge OUT TOP
           OUT holds one file for each format, written of the files below TOP;
           each is read by a parser of its own and compared with OUT/json,
           "github.N" with "json.N".
           Prints what is wrong, and nothing else.

Nothing here is shared with the program: the parsers follow the documents
that the formats come from, which are named where they are.
"""

import json
import os
import random
import re
import sys
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ElementTree

wrong = []


def expect(condition, what):
    if not condition and len(wrong) < 20:
        wrong.append(what)
    return condition


# --- a repository that means harm ---

EVIL = [
    "::error::x", "::set-env name=PATH::/tmp", "::stop-commands::t",
    " ::add-mask::a", "\u00a0::error file=a::b", "\u3000::warning::w",
    "##[error]", "##[add-path]/tmp", "#\ufe0f#\ufe0f[debug]", "x##[group]",
    "%0A::error::", "%0D%0A", "%25", "%", ",line=1", "file=a,col=2::",
    "@alice", "@org/team", "<@U1>", "cc @all", "#12", "org/repo#3",
    "<img src=x onerror=alert(1)>", "</failure>", "]]>", "<![CDATA[", "<!--",
    "-->", "&lt;", "&#10;", "&amp", "'", '"', "`", "``", "```", "\\", "\\`",
    "{0}", "{", "}", "{{x}}", "[text](1)", "[a](https://example.com)", "](",
    "![i](x)", "| cell |", "**bold**", "$(id)", "${{ github.token }}",
    "`id`", "; rm -rf /", "\u00e4\u00f6", "\u65e5\u672c", "\U0001d11e",
    "\U0001f600", "e\u0301", "\ufffd", "\uffff", "\ufffe", "\U0001ffff",
]
# What a file may hold only escaped, or not at all.
CONTROL = ["\x1b[31m", "\x07", "\x00", "\x7f", "\u0085", "\u202e", "\u2066",
           "\u200b", "\u2028", "\ufeff", "\n::error::n", "\r::error::r", "\t"]


def evil(rng, most=4, control=True):
    parts = EVIL + (CONTROL if control else [])
    return "".join(rng.choice(parts) + rng.choice(["", " ", "a"])
                   for _ in range(rng.randint(1, most)))


def quoted(text):
    """A YAML scalar in double quotes."""
    out = ['"']
    for c in text:
        if c in '"\\':
            out.append("\\" + c)
        elif ord(c) >= 0x20 and c not in "\x7f\u0085\u2028\u2029\ufeff" and \
                unicodedata.category(c) not in ("Cc", "Cf", "Cn"):
            out.append(c)
        elif ord(c) < 0x100:
            out.append("\\x%02x" % ord(c))
        elif ord(c) < 0x10000:
            out.append("\\u%04x" % ord(c))
        else:
            out.append("\\U%08x" % ord(c))
    return "".join(out) + '"'


def folder_name(rng):
    name = evil(rng, 3, control=False).replace("/", "_").lstrip("-. ")
    name = "".join(c for c in name
                   if unicodedata.category(c) not in ("Cc", "Cf", "Cn"))
    return name.encode("utf-8")[:90].decode("utf-8", "ignore").rstrip()


def document(rng, i):
    yield "---"
    yield "title: " + quoted(evil(rng))
    yield "status: " + rng.choice(["draft", "in-review", "reviewed",
                                   quoted(evil(rng))])
    yield "severity: " + rng.choice(["minor", "critical", quoted(evil(rng))])
    if rng.random() < 0.7:
        yield "owner: " + rng.choice(["alice", quoted(evil(rng)), "@bob"])
    if rng.random() < 0.5:
        yield quoted(evil(rng, 2)) + ": " + quoted(evil(rng))
    if rng.random() < 0.3:
        yield "started: " + quoted(evil(rng))
    if rng.random() < 0.2:
        yield "imported: draft"
    if rng.random() < 0.5:
        yield "waivers:"
        yield "  owner: " + quoted("nobody " + evil(rng))
        yield "  times-missing: " + quoted("no " + evil(rng))
        yield "  " + quoted(evil(rng, 1)) + ": because"
    yield "---"
    yield "## " + evil(rng, control=False)
    for _ in range(rng.randint(0, 3)):
        yield evil(rng, control=False) + " it was stupid and careless " + \
            evil(rng, control=False)
    if rng.random() < 0.3:
        yield "## Summary\n" + evil(rng).replace("\x00", "")
    yield "number %d" % i


def action(rng):
    yield "---"
    yield "title: " + quoted("investigate " + evil(rng))
    yield "state: " + rng.choice(["accepted", "done", quoted(evil(rng))])
    yield "due: " + rng.choice(["2026-02-30", quoted(evil(rng))])
    yield "evidence: " + quoted(evil(rng))
    yield "---"


def write(path, lines):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(("\n".join(lines) + "\n").encode("utf-8"))


def generate(where, seed, count):
    rng = random.Random(seed)
    root = os.path.join(where, "postmortems")
    for i in range(count):
        folder = os.path.join(root, "%s %d" % (folder_name(rng) or "x", i))
        write(os.path.join(folder, "README.md"), document(rng, i))
        if rng.random() < 0.4:
            name = folder_name(rng) or "y"
            write(os.path.join(folder, "actions", name + ".md"), action(rng))
    for name in (b"new\n::error::line", b"esc\x1b[31m", b"bad\xff\xfe",
                 "bidi\u202e".encode("utf-8"), b"##[error]link"):
        os.symlink("/etc", os.path.join(os.fsencode(root), name))


# --- what every format is compared with ---

class Finding:
    def __init__(self, item, top):
        self.path = item["path"]
        self.line = item.get("line", 0)
        self.rule = item["rule"]
        self.excuse = item.get("excuse")
        self.waived = item["level"] == "off"
        self.weight = ("error" if item["level"] == "error" else
                       "waived" if self.waived else
                       "notice" if self.excuse else "warning")
        self.message = safe(item["message"])
        self.fix = safe(item["fix"]) if "fix" in item else None
        if self.waived:
            self.fix = None
        self.column = item.get("column", 0)
        self.units = self.utf16(top) if self.column else 0
        self.reason = item.get("excuse_text")

    def utf16(self, top):
        """The column in UTF-16 code units, by the text of the line."""
        if self.path == ".postmortem/policy.yaml":
            return 0
        with open(os.path.join(top, self.path), "rb") as file:
            line = re.split(b"\r\n|\r|\n", file.read())[self.line - 1]
        before = line[:self.column - 1].decode("utf-8", "replace")
        return len(before.encode("utf-16-le")) // 2 + 1

    def note(self):
        return {"was-so": "it was so before this change",
                "imported": "the document was imported; this is an error "
                            "once somebody advances it"}.get(self.excuse)

    def text(self):
        parts = [self.message]
        if self.fix is not None:
            parts.append("fix: " + self.fix)
        if self.note():
            parts.append("note: " + self.note())
        return "\n".join(parts)


def is_hidden(c):
    return unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")


def safe(text):
    """As a person is shown it: one line, what hides or reorders visible."""
    out = []
    for c in re.sub("\r\n", "\n", text):
        if c in "\n\t":
            out.append(" ")
        elif is_hidden(c):
            out.append("\\x%02x" % ord(c) if ord(c) < 0x100 else
                       "<U+%04X>" % ord(c))
        else:
            out.append(c)
    return "".join(out)


def same(name, seen, wanted):
    """Two lists of tuples hold the same, whatever their order."""
    seen, wanted = sorted(map(repr, seen)), sorted(map(repr, wanted))
    if seen == wanted:
        return
    for a in [x for x in seen if x not in wanted][:3]:
        expect(False, "%s: not expected: %s" % (name, a))
    for b in [x for x in wanted if x not in seen][:3]:
        expect(False, "%s: not there: %s" % (name, b))
    expect(False, "%s: %d instead of %d" % (name, len(seen), len(wanted)))


def is_clean(name, raw):
    """Nothing in the file itself can steer a terminal or a log."""
    text = raw.decode("utf-8")
    for i, line in enumerate(text.split("\n")):
        for c in line:
            # Of these, a picture may have some behind it.
            if is_hidden(c) and c != "\u200d":
                return expect(False, "%s:%d: has %r" % (name, i + 1, c))
    return True


# --- GitHub: actions/runner, src/Runner.Common/ActionCommand.cs ---

COMMANDS = {"error", "warning", "notice", "debug", "group", "endgroup",
            "add-mask", "add-matcher", "remove-matcher", "add-path",
            "set-env", "set-output", "save-state", "echo", "stop-commands",
            "internal-set-repo-path"}
IGNORED = re.compile("[\ufe00-\ufe0f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def unescape(text, pairs):
    for escaped, plain in pairs:
        text = text.replace(escaped, plain)
    return text


def runner(line):
    """(command, properties, data) as the runner takes a line, or None."""
    bare = IGNORED.sub("", line)
    trimmed = line.lstrip()
    if not trimmed.startswith("::"):
        trimmed = bare.lstrip()
    if trimmed.startswith("::"):
        end = trimmed.find("::", 2)
        info = trimmed[2:end] if end >= 0 else ""
        name, _, rest = info.partition(" ")
        if end >= 0 and name.lower() in COMMANDS:
            properties = {}
            for part in rest.strip().split(","):
                key, equals, value = part.partition("=")
                if equals and value:
                    properties[key] = unescape(value, [
                        ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"),
                        ("%2C", ","), ("%25", "%")])
            return name.lower(), properties, unescape(
                trimmed[end + 2:],
                [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")])
    start = bare.find("##[")
    end = bare.find("]", start) if start >= 0 else -1
    if end >= 0 and bare[start + 3:end].split(" ")[0].lower() in COMMANDS:
        return "legacy " + bare[start:end], {}, bare[end + 1:]
    return None


SHOWN = 10


def judge_github(raw, findings):
    is_clean("github", raw)
    said, more = {}, {}
    for line in raw.decode("utf-8").split("\n"):
        taken = runner(line)
        if not taken:
            continue
        level, properties, data = taken
        if not expect(line.startswith("::" + level + " "),
                      "github: not ours: %r" % line):
            continue
        if "file" not in properties:
            more[level] = int(re.match(r"and (\d+) more", data).group(1))
            continue
        title = re.match("git postmortem: ([a-z-]+)$", properties["title"])
        said.setdefault(level, []).append((
            properties["file"], int(properties["line"]),
            int(properties.get("col", 0)), title and title.group(1), data))
    for level in ("error", "warning", "notice"):
        wanted = [(safe(f.path), f.line or 1, f.units, f.rule, f.text())
                  for f in findings if f.weight == level]
        seen = said.pop(level, [])
        if len(wanted) > SHOWN:
            expect(len(seen) == SHOWN - 1, "github: shows %d of %s" %
                   (len(seen), level))
            expect(more.pop(level, 0) == len(wanted) - len(seen),
                   "github: the rest of %s is not counted" % level)
            wanted = wanted[:len(seen)]
        same("github " + level, seen, wanted)
    expect(not said and not more, "github: %r %r" % (said, more))


# --- JSON ---

def schema(name, value):
    import jsonschema
    path = os.path.join(os.environ["PM_SOURCE"], "tests/data/formats",
                        name + ".schema.json")
    with open(path, encoding="utf-8") as file:
        validator = jsonschema.Draft7Validator(json.load(file))
    for error in list(validator.iter_errors(value))[:3]:
        expect(False, "%s: %s at %s" % (name, error.message[:200],
                                        list(error.absolute_path)))


def strict_json(name, raw):
    def unique(pairs):
        keys = [key for key, _ in pairs]
        expect(len(keys) == len(set(keys)), name + ": a key stands twice")
        return dict(pairs)
    is_clean(name, raw)
    expect(not raw.startswith(b"\xef\xbb\xbf"), name + ": has a BOM")
    expect(b"##[" not in raw, name + ": holds ##[")
    return json.loads(raw.decode("utf-8"), object_pairs_hook=unique)


def judge_gitlab(raw, findings):
    issues = strict_json("gitlab", raw)
    schema("gitlab", issues)
    prints = [i["fingerprint"] for i in issues]
    expect(len(prints) == len(set(prints)), "gitlab: a fingerprint twice")
    severity = {"error": "major", "warning": "minor", "notice": "info"}
    same("gitlab",
         [(i["location"]["path"], i["location"]["lines"]["begin"],
           i["severity"], i["check_name"], i["description"])
          for i in issues],
         [(f.path, f.line or 1, severity[f.weight], f.rule, f.text())
          for f in findings if not f.waived])


def sarif_text(text):
    expect(not re.search(r"(?<!\{)(\{\{)*\{(?!\{)", text),
           "sarif: a placeholder in %r" % text)
    expect("](" not in text, "sarif: a link in %r" % text)
    return text.replace("{{", "{").replace("}}", "}")


def judge_sarif(raw, findings):
    log = strict_json("sarif", raw)
    schema("sarif", log)
    run = log["runs"][0]
    rules = [r["id"] for r in run["tool"]["driver"]["rules"]]
    expect(sorted(set(rules)) == sorted({f.rule for f in findings}),
           "sarif: rules are %r" % rules)
    prints = [r["partialFingerprints"]["primaryLocationLineHash"]
              for r in run["results"]]
    expect(len(prints) == len(set(prints)), "sarif: a fingerprint twice")
    seen = []
    for result in run["results"]:
        expect(rules[result["ruleIndex"]] == result["ruleId"],
               "sarif: ruleIndex is not the rule's")
        place = result["locations"][0]["physicalLocation"]
        path = urllib.parse.unquote(place["artifactLocation"]["uri"],
                                    errors="replace")
        region = place["region"]
        quiet = result.get("suppressions")
        seen.append((path, region["startLine"], region.get("startColumn", 0),
                     result["level"], result["ruleId"], sarif_text(result["message"]["text"]),
                     quiet and quiet[0]["justification"]))
    level = {"error": "error", "warning": "warning", "notice": "note",
             "waived": "note"}
    same("sarif", seen,
         [(f.path, f.line or 1, f.units, level[f.weight], f.rule,
           f.text().replace("](", "] ("), f.reason if f.waived else None)
          for f in findings])


# --- Markdown: CommonMark, section 6.1, code spans ---

SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)


def code_free(name, text):
    """What stands in code spans; nothing else may be foreign."""
    spans = []

    def take(match):
        inner = match.group(2)
        if inner.startswith(" ") and inner.endswith(" ") and inner.strip():
            inner = inner[1:-1]
        spans.append(inner)
        return ""
    rest = SPAN.sub(take, text)
    rest = re.sub("note: [a-z ;]+", "", rest)
    expect(not rest.replace("fix: ", "").strip(),
           "%s: outside of code: %r in %r" % (name, rest, text))
    return spans


def spans_of(f):
    return [f.message.strip(" ") and f.message] + (
        [f.fix] if f.fix is not None else [])


def judge_diagnostics(name, diagnostics, findings):
    severity = {"error": "ERROR", "warning": "WARNING", "notice": "INFO"}
    seen = []
    for d in diagnostics:
        start = d["location"].get("range", {}).get("start", {})
        seen.append((d["location"]["path"], start.get("line", 0),
                     start.get("column", 0), d["severity"],
                     d["code"]["value"], code_free(name, d["message"]),
                     "note: " in SPAN.sub("", d["message"])))
    same(name, seen,
         [(f.path, f.line, f.column, severity[f.weight], f.rule,
           spans_of(f), f.note() is not None)
          for f in findings if not f.waived])


def judge_rdjson(raw, findings):
    document_ = strict_json("rdjson", raw)
    schema("rdjson", document_)
    judge_diagnostics("rdjson", document_["diagnostics"], findings)


def judge_rdjsonl(raw, findings):
    lines = raw.decode("utf-8").split("\n")
    expect(lines.pop() == "", "rdjsonl: the last line has no end")
    diagnostics = [strict_json("rdjsonl", line.encode("utf-8"))
                   for line in lines]
    schema("rdjson", {"diagnostics": diagnostics})
    judge_diagnostics("rdjsonl", diagnostics, findings)


# --- XML; xmllint has seen the files against their schemas ---

def xml_safe(text):
    """What XML 1.0 cannot hold is U+FFFD."""
    return "".join(c if c in "\t\n\r" or c >= " " and
                   c not in "\ufffe\uffff" else "\ufffd" for c in text)


def judge_checkstyle(raw, findings):
    is_clean("checkstyle", raw)
    expect(b"##[" not in raw, "checkstyle: holds ##[")
    severity = {"error": "error", "warning": "warning", "notice": "info"}
    seen = []
    for file in ElementTree.fromstring(raw):
        for error in file:
            seen.append((file.get("name"), int(error.get("line")),
                         int(error.get("column", 0)), error.get("severity"),
                         error.get("source"),
                         code_free("checkstyle", error.get("message"))))
    same("checkstyle", seen,
         [(xml_safe(f.path), f.line or 1, f.units, severity[f.weight],
           "git-postmortem." + f.rule,
           [xml_safe(s) for s in spans_of(f)])
          for f in findings if not f.waived])


def judge_junit(raw, findings):
    import junitparser
    is_clean("junit", raw)
    expect(b"##[" not in raw, "junit: holds ##[")
    report = junitparser.JUnitXml.fromstring(raw)
    suites = list(report)
    expect(suites.pop(0).name == "git postmortem", "junit: no own suite")
    seen, names = [], set()
    for suite in suites:
        cases = list(suite)
        expect(suite.tests == len(cases), "junit: tests is wrong")
        for case in cases:
            key = (case.classname, case.name)
            expect(key not in names, "junit: %r stands twice" % (key,))
            names.add(key)
            results = [type(r).__name__ for r in case.result]
            said = case.result[0].text if results == ["Failure"] else \
                case.system_out
            # JSON knows no bytes that are not UTF-8.
            seen.append((suite.name, results,
                         re.sub(r"\\xf[ef]", "\ufffd", said)))
    kind = {"error": ["Failure"], "waived": ["Skipped"]}
    word = {"error": "error", "waived": "waived"}
    same("junit", seen,
         [(xml_safe(f.path), kind.get(f.weight, []),
           xml_safe("%s%s: %s: %s" % (
               safe(f.path), ":%d" % f.line if f.line else "",
               word.get(f.weight, "warning"), f.text())))
          for f in findings])
    expect(report.failures == sum(f.weight == "error" for f in findings),
           "junit: failures is wrong")


def judge(out, top):
    def read(name):
        with open(os.path.join(out, name), "rb") as file:
            return file.read()
    for name in sorted(os.listdir(out)):
        form, dot, number = name.partition(".")
        if "judge_" + form not in globals():
            continue
        base = json.loads(read("json" + dot + number))
        globals()["judge_" + form](
            read(name), [Finding(f, top) for f in base["findings"]])
    print("\n".join(wrong), end="\n" if wrong else "")


if sys.argv[1] == "generate":
    generate(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
else:
    judge(sys.argv[2], sys.argv[3])
