#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Read an mbox as strictly as Python can, and say what stands in it.

mbox.py FILE    each mail's "To", "Subject" and text, on standard output; exit
                1 for what RFC 4155, 5322, 2045 and 2047 do not allow
"""
import email
import email.policy
import mailbox
import re
import sys

WORD = re.compile(rb"=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=")
FROM = re.compile(rb"From [^ ]+@[^ ]+ (Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
                  rb"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$")
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted")


def refuse(what, why):
    if what:
        sys.exit("mbox.py: " + why)


def judge_lines(raw):
    refuse(raw and not raw.endswith(b"\n\n"), "no empty line at the end")
    refuse(b"\r" in raw or b"\0" in raw, "a control character")
    for line in raw.split(b"\n"):
        refuse(len(line) > 998, "a line of %d" % len(line))
        refuse(any(byte > 126 for byte in line), "a byte beyond ASCII")
        refuse(line.startswith(b"From ") and not FROM.match(line),
               "a From_ line: %r" % line)


def judge_head(head):
    for line in head.split(b"\n"):
        words = WORD.findall(line)
        refuse(words and len(line) > 76, "a line with words of %d" % len(line))
        for word in words:
            refuse(len(word) > 75, "a word of %d" % len(word))
        refuse(not line.strip(), "an empty line in a header")


def judge(raw):
    head, _, body = raw.partition(b"\n\n")
    judge_head(head)
    for line in body.split(b"\n"):
        refuse(len(line) > 76, "a quoted-printable line of %d" % len(line))
    mail = email.message_from_bytes(raw, policy=email.policy.strict)
    for key in ONCE:
        refuse(len(mail.get_all(key, [])) != 1, "not one " + key)
        refuse(mail[key].defects, "%s: %s" % (key, mail[key].defects))
    refuse(len(mail.keys()) != len(ONCE), "headers: %s" % mail.keys())
    refuse(mail.defects, str(mail.defects))
    refuse(mail["Date"].datetime.tzinfo is None, "a date without a zone")
    refuse(not re.fullmatch(r"<[\w.]+@[\w.-]+>", mail["Message-ID"]),
           "a Message-ID: " + mail["Message-ID"])
    return mail


def main(path):
    with open(path, "rb") as file:
        judge_lines(file.read())
    ids = set()
    for key in (box := mailbox.mbox(path, create=False)).iterkeys():
        mail = judge(box.get_bytes(key))
        ids.add(mail["Message-ID"])
        print("To:", mail["To"])
        print("Subject:", mail["Subject"])
        print(mail.get_content())
    refuse(len(ids) != len(box), "one Message-ID for two")


main(sys.argv[1])
