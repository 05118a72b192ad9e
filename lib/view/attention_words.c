/* SPDX-License-Identifier: MIT */
#include "view/attention_words.h"

const struct pm_attention_words pm_attention_words[PM_ATTENTIONS] = {
	[PM_OVERDUE] = {
		"overdue", "Overdue",
		"action done, action set --due, action decline",
		"Done, another day and why, or declined: each is an answer.",
		PM_STYLE_ERROR },
	[PM_DUE_SOON] = {
		"due-soon", "Due within a week", "action start, action done",
		"If the day will not hold, say so before it comes.",
		PM_STYLE_WARNING },
	[PM_TO_ANSWER] = {
		"proposed", "Proposed, waiting for an answer",
		"action accept, action decline",
		"Nothing is promised before its owner accepts, or declines.",
		PM_STYLE_WARNING },
	[PM_NOBODY] = {
		"no-owner", "Without an owner", "action set --owner",
		"Who could take it on?", PM_STYLE_ERROR },
	[PM_TO_WRITE] = {
		"draft", "Drafts", "edit, then advance",
		"Write what is missing, then ask for a review.",
		PM_STYLE_PLAIN },
	[PM_TO_DISCUSS] = {
		"debrief", "Waiting for a debrief",
		"edit, to record its date, then advance",
		"Agree on a day, and write it down once it was held.",
		PM_STYLE_WARNING },
	[PM_TO_REVIEW] = {
		"in-review", "In review", "advance",
		"Read it, say what is missing, or let it advance.",
		PM_STYLE_PLAIN },
	[PM_TO_CLOSE] = {
		"to-close", "Every item settled, not yet closed", "advance",
		"Nothing is left to do but to close it.", PM_STYLE_PLAIN },
};
