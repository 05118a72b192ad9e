/* SPDX-License-Identifier: MIT */
#ifndef PM_DIGEST_CHAT_H
#define PM_DIGEST_CHAT_H

#include "base/buf.h"
#include "report/digest.h"

/*
 * One part of a digest as what a job posts to a chat: one JSON document, on one
 * line. They keep the limits of base/limits.h: of a group that is too long the
 * first are told, and how many more there are. Nothing that comes out of a file
 * is markup there, or mentions anybody.
 */

/* For an incoming webhook: a fallback text, and blocks of Block Kit
 * (https://docs.slack.dev/reference/block-kit). Foreign text is code in mrkdwn,
 * with & < > as entities. */
void pm_digest_slack(struct pm_buf *out, const struct pm_digest *digest,
		     const struct pm_digest_part *part);
/* For a workflow "when a webhook request is received": a message with an
 * Adaptive Card 1.4. Foreign text stands in runs, which know no Markdown
 * (https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run). */
void pm_digest_teams(struct pm_buf *out, const struct pm_digest *digest,
		     const struct pm_digest_part *part);

/*
 * For both: foreign text on one line, cut to PM_MAX_CHAT_TEXT bytes, where an
 * "@" that begins a word is parted from it by an invisible joiner, so that even
 * a sender who asks for names to be linked mentions nobody; `escape` puts what
 * stands for a character, or is NULL.
 */
void pm_digest_chat_text(struct pm_buf *out, const char *text,
			 const char *(*escape)(char c));

#endif
