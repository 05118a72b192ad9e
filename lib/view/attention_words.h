/* SPDX-License-Identifier: MIT */
#ifndef PM_ATTENTION_WORDS_H
#define PM_ATTENTION_WORDS_H

#include "report/attention.h"
#include "view/style.h"

/* What each kind of attention is called, wherever it is told. */
struct pm_attention_words {
	const char *name;  /* in JSON */
	const char *title; /* of those that need it */
	const char *next;  /* the commands that answer it */
	const char *ask;   /* the same for who has no commands: a sentence */
	enum pm_style style;
};

extern const struct pm_attention_words pm_attention_words[PM_ATTENTIONS];

#endif
