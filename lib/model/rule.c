/* SPDX-License-Identifier: MIT */
#include "model/rule.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define FORM .group = "form", .from = PM_DRAFT, .is_form = true
#define FIXED FORM, .is_fixed = true
#define DOCUMENT .group = "document"
#define DEBRIEF .group = "debrief", .from = PM_REVIEWED
#define ACTION .group = "action", .from = PM_DRAFT
#define PLAN .group = "plan"
#define HISTORY .group = "history", .from = PM_DRAFT
#define CHANGE .group = "change", .from = PM_DRAFT, .needs_change = true

const struct pm_rule pm_rule[] = {
	{ .id = "policy", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "the policy can be read",
	  .help = "A policy with a mistake in it requires something other "
		  "than was meant. Correct .postmortem/policy.yaml where the "
		  "finding says; nothing else is relied on until then. A key "
		  "or a rule that is not known, and no slip of the pen, is a "
		  "warning: a newer version may know it." },
	{ .id = "front-matter", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "the front matter is there and can be read",
	  .help = "A post-mortem and an action item begin with a line that is "
		  "exactly ---, fields as \"key: value\" lines, and another "
		  "--- line. A strict subset of YAML is read: no anchors, "
		  "aliases, tags or second documents." },
	{ .id = "duplicate-key", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "no field stands twice",
	  .help = "Two lines with the same key mostly come from a merge that "
		  "kept both sides. Readers disagree on which of them holds, "
		  "so keep the one that is right." },
	{ .id = "unknown-key", FORM, .level = PM_ERROR_LEVEL,
	  .summary = "every field is one that this kind of file has",
	  .help = "A mistyped key loses its value without a word: a slip of "
		  "the pen is an error. Any other is a warning at most, since "
		  "a newer version may know it; it stays as it is. List it "
		  "under \"keys\" in the policy if your team has fields of "
		  "its own." },
	{ .id = "bad-value", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "every field holds a value of its type",
	  .help = "A status, a state, a day, a time with its zone, "
		  "one person: each field's type is in git-postmortem(1), "
		  "FILES." },
	{ .id = "conflict-markers", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "no merge conflict was left in the text",
	  .help = "Lines of <<<<<<<, ======= and >>>>>>> show that a merge was "
		  "not finished. Choose a side, or join the two, and remove "
		  "the lines." },
	{ .id = "hidden-characters", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "no character hides or reorders the text",
	  .help = "Control, bidirectional and zero-width characters make a "
		  "reviewer read something else than the file says (CVE-"
		  "2021-42574). In fields they are errors, in prose they "
		  "count as hidden-prose." },
	{ .id = "hidden-prose", DOCUMENT, .level = PM_WARNING, .from = PM_DRAFT,
	  .summary = "no character hides or reorders the prose",
	  .help = "As hidden-characters, for the text below the front matter, "
		  "where such characters come along with pasted text." },
	{ .id = "too-large", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "the file is of a size that can be checked",
	  .help = "A post-mortem may have 128 KiB, an action item and a front "
		  "matter 64 KiB. Keep logs and graphs in files beside it." },
	{ .id = "not-a-file", FIXED, .level = PM_ERROR_LEVEL,
	  .summary = "records are ordinary files with sound names",
	  .help = "A symbolic link, a submodule or a device in the place of a "
		  "record is not in the commit that seems to hold it; a name "
		  "that differs from another only in case is one file with it "
		  "on many machines, and readme.md is not README.md on the "
		  "others." },
	{ .id = "misplaced", .group = "form", .from = PM_DRAFT,
	  .level = PM_ERROR_LEVEL,
	  .summary = "what people take for a record is where records are read",
	  .help = "A folder that only looks like the root (Postmortems beside "
		  "postmortems), one too deep, a README.md with a character "
		  "in it that nobody sees, index.md, readme.markdown: whoever "
		  "looks takes it for a post-mortem or an item, and no list "
		  "and no hook has it. It is told by its name, or by a title "
		  "with fields that only a record has. An attachment has "
		  "none, or lies beside the README.md of its post-mortem." },
	{ .id = "cut-comment", DOCUMENT, .level = PM_WARNING, .from = PM_DRAFT,
	  .summary = "no value was cut at a # sign",
	  .help = "In YAML, a # behind a blank begins a comment: \"title: Fix "
		  "#12 now\" has the value \"Fix\". Put the value in double "
		  "quotes." },
	{ .id = "markdown", DOCUMENT, .level = PM_ERROR_LEVEL,
	  .from = PM_DRAFT,
	  .summary = "no unclosed comment or fence swallows sections",
	  .help = "An unclosed <!-- or ``` turns everything behind it into a "
		  "comment or code: readers no longer see those sections. One "
		  "that hides no heading is a warning." },

	{ .id = "waiver-reason", DOCUMENT, .level = PM_ERROR_LEVEL,
	  .from = PM_DRAFT,
	  .summary = "a waiver says why",
	  .help = "Under \"waivers\", each rule has the reason for which it "
		  "does not apply here. Without one (TBD, a full stop, the "
		  "rule's own name) the waiver does not hold." },

	{ .id = "title", DOCUMENT, .level = PM_ERROR_LEVEL, .from = PM_DRAFT,
	  .summary = "the post-mortem has a title",
	  .help = "One line that says what happened, so that it is found in a "
		  "list years later." },
	{ .id = "owner", DOCUMENT, .level = PM_ERROR_LEVEL, .from = PM_DRAFT,
	  .summary = "one person owns the post-mortem",
	  .help = "The owner sees to it that it is written, discussed and "
		  "closed, and need not be whoever led the incident. What two "
		  "people own, nobody does; nor what a team does, or \"TBD\". "
		  "Write an address, \"Name <address>\", a handle, or a name "
		  "that the policy's \"people\" list. An owner who was written "
		  "before stays as a warning." },
	{ .id = "severity", DOCUMENT, .level = PM_ERROR_LEVEL, .from = PM_DRAFT,
	  .summary = "the severity is stated, and the policy knows it",
	  .help = "What a post-mortem needs is in proportion to how bad it "
		  "was: debrief, due days and the number of items depend on "
		  "it. One that the policy has renamed may live on among the "
		  "\"aliases\" of another." },
	{ .id = "section-missing", DOCUMENT, .level = PM_ERROR_LEVEL,
	  .from = PM_IN_REVIEW,
	  .summary = "every section of the policy has its heading",
	  .help = "A draft may tell what happened in any form. "
		  "Headings may come in any order and level and under any of "
		  "their aliases. A section that does not apply keeps its "
		  "heading and says \"N/A:\" and why. Headings inside lists, "
		  "quotes, code or comments do not count." },
	{ .id = "section-empty", DOCUMENT, .level = PM_ERROR_LEVEL,
	  .from = PM_IN_REVIEW,
	  .summary = "sections have been written",
	  .help = "Comments, placeholders (TODO, TBD, N/A without a reason, "
		  "a section's own name) and what the template says are not "
		  "content. Summary, Impact "
		  "and Timeline are due for the review, the others for "
		  "\"reviewed\"; \"N/A: <reason>\" is content." },
	{ .id = "times-missing", DOCUMENT, .level = PM_ERROR_LEVEL,
	  .from = PM_REVIEWED,
	  .summary = "started, detected, mitigated and resolved are known",
	  .help = "The four times give the time to detect, to mitigate and to "
		  "resolve. Write each with its zone. What will never be known "
		  "is waived with a reason." },
	{ .id = "times-order", DOCUMENT, .level = PM_ERROR_LEVEL,
	  .from = PM_DRAFT,
	  .summary = "times come in their order, and none is to come",
	  .help = "Nothing is detected before it started, mitigated before it "
		  "was detected, resolved before it was mitigated, or "
		  "discussed before all that; none of it lies in the future. "
		  "Mostly a zone or the year is wrong." },
	{ .id = "timeline-order", DOCUMENT, .level = PM_WARNING,
	  .from = PM_IN_REVIEW,
	  .summary = "the timeline runs forward",
	  .help = "Entries that begin with a time come oldest first, so that "
		  "the story can be followed." },

	{ .id = "debrief-missing", DEBRIEF, .level = PM_ERROR_LEVEL,
	  .summary = "a debrief was held where the severity asks for one",
	  .help = "Talking about an incident teaches more than writing it up. "
		  "Set debrief.date to the day on which it was held." },
	{ .id = "facilitator-is-lead", DEBRIEF, .level = PM_WARNING,
	  .summary = "someone other than lead or owner ran the debrief",
	  .help = "Who led the incident or wrote the document should be free "
		  "to contribute. For a severity without a required debrief "
		  "this is not asked." },
	{ .id = "attendee-missing", DEBRIEF, .level = PM_ADVICE,
	  .summary = "lead, owner and owners of items took part",
	  .help = "A promise made by others in one's absence seldom holds. "
		  "Add whoever was there to debrief.attendees." },

	{ .id = "action-title", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "an action item says what is to be done",
	  .help = "One line that begins with a verb and tells when it is "
		  "finished." },
	{ .id = "action-owner", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "one person owns each action item",
	  .help = "Items that nobody owns are forgotten. A team may stand "
		  "beside the owner, not in the place of one, and \"TBD\", "
		  "\"everyone\" or \"<owner>\" are nobody. Write an address, "
		  "\"Name <address>\", a handle, or a name that the policy's "
		  "\"people\" list. What was written before stays as a "
		  "warning." },
	{ .id = "action-due", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "an accepted item has a due date",
	  .help = "Accepting an item is a promise, and a promise has a day. "
		  "\"git postmortem action accept\" takes the policy's default "
		  "for the severity." },
	{ .id = "action-evidence", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "a done item says what shows it",
	  .help = "A commit, a URL, or a ticket's key in a form that the "
		  "policy's \"tickets\" gives, that lets somebody see, years "
		  "later, that it was done. Other words are a warning, nothing "
		  "(a full stop, TBD) is an error." },
	{ .id = "evidence-unreachable", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "a commit that is evidence is part of this history",
	  .help = "Whoever looks for it must find it. A commit that was "
		  "squashed, rebased or cherry-picked has another id where it "
		  "arrived, and work that is not merged is not done here. A "
		  "warning until the post-mortem is to be closed; in a shallow "
		  "clone it cannot be known, and nothing is said." },
	{ .id = "evidence-reverted", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "a commit that is evidence was not reverted",
	  .help = "A later commit says that it reverts the evidence, or the "
		  "merge or the pull request that brought it: what was done is "
		  "undone. Reopen the item, or name the commit that did it "
		  "again. A revert that was reverted itself does not count. A "
		  "warning until the post-mortem is to be closed." },
	{ .id = "action-reason", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "a declined item says why",
	  .help = "Not doing something is a decision worth as much as doing "
		  "it, if its reason is known. A full stop, TBD or \"none\" "
		  "are no reason." },
	{ .id = "action-vague", ACTION, .level = PM_WARNING,
	  .summary = "an action item can be finished",
	  .help = "\"Investigate\", \"improve\" or \"look into\" never end. Say "
		  "what will be different afterwards, or give the item the "
		  "type \"investigate\" and name what it will find out." },
	{ .id = "owner-unknown", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "owners are people whom the policy lists, or one knows",
	  .help = "Where the policy lists people, owner and lead are among "
		  "them: correct the name, or add the person. What is done, "
		  "declined or closed is not asked. Where it lists nobody, a "
		  "change is warned of a handle that neither CODEOWNERS nor "
		  "the records nor the authors of the last 5,000 commits know. "
		  "A lead, facilitator or attendee who is no person is a "
		  "warning, too." },
	{ .id = "owner-not-codeowner", ACTION, .level = PM_ERROR_LEVEL,
	  .summary = "owners are people whom CODEOWNERS names",
	  .help = "Only when the policy says \"codeowners: anywhere\" or "
		  "\"path\": then the forge knows every owner, or asks the "
		  "owner of a record for a review of it. Somebody of the policy "
		  "counts under any of their names, and as one of a team that "
		  "CODEOWNERS names. What is generated there proves nothing. "
		  "What is done, declined or closed is not asked." },

	{ .id = "actions-none", PLAN, .level = PM_ERROR_LEVEL,
	  .from = PM_REVIEWED,
	  .summary = "there are action items, or a reason for none",
	  .help = "Having nothing to do is a good answer if it was a decision: "
		  "write \"N/A:\" and the reason under Action items." },
	{ .id = "actions-too-many", PLAN, .level = PM_ADVICE,
	  .from = PM_IN_REVIEW,
	  .summary = "the list is in proportion to the severity",
	  .help = "Lists made in the heat of a meeting are too long to be "
		  "kept. Decline, with a reason, what will not be done; "
		  "declined items do not count." },
	{ .id = "only-mitigation", PLAN, .level = PM_ADVICE,
	  .from = PM_REVIEWED,
	  .summary = "something besides mitigation is planned",
	  .help = "When every item only softens the next incident, nothing "
		  "keeps it from happening or finds it sooner." },
	{ .id = "action-unsettled", PLAN, .level = PM_ERROR_LEVEL,
	  .from = PM_CLOSED,
	  .summary = "a closed post-mortem has no open item",
	  .help = "Closing is a conscious act: every item is done, with "
		  "evidence, or declined, with a reason." },
	{ .id = "accepted-too-soon", PLAN, .level = PM_WARNING,
	  .from = PM_DRAFT, .needs_change = true,
	  .summary = "ideas were slept on before they became promises",
	  .help = "What seems most important right after an incident often is "
		  "not (recency bias). The policy's soak-days are working days "
		  "between the end of the incident, or the proposal if that "
		  "came later, and the acceptance." },

	{ .id = "state-transition", CHANGE, .level = PM_ERROR_LEVEL,
	  .summary = "status and state move by allowed steps",
	  .help = "proposed, accepted, in-progress, done; or declined. A "
		  "settled item is reopened as accepted, nothing becomes a "
		  "proposal again, and a closed post-mortem is reopened as "
		  "reviewed. Skipping acceptance is a warning." },
	{ .id = "action-removed", CHANGE, .level = PM_ERROR_LEVEL,
	  .summary = "no action item vanishes",
	  .help = "An item that will not be done is declined, with a reason, "
		  "and stays. Renaming its file, or moving it to another "
		  "post-mortem, is fine. A merge removes what one of its "
		  "sides has added or changed and the result lacks. To remove one all the same, waive this rule in "
		  "its post-mortem." },
	{ .id = "postmortem-removed", CHANGE, .level = PM_ERROR_LEVEL,
	  .summary = "no post-mortem vanishes",
	  .help = "Renaming its folder is fine. A team that wants to remove "
		  "post-mortems sets this rule to off in the policy." },
	{ .id = "promise-by-other", CHANGE, .formerly = "accepted-by-other",
	  .level = PM_WARNING,
	  .summary = "a promise is made, moved and dropped by its owner",
	  .help = "A proposal is not a promise until its owner has accepted "
		  "it, and nobody promises, moves or gives up anything for "
		  "somebody else. Whom a new event of an item's history names "
		  "is to be the author or a co-author of the commit that "
		  "brought it, or to approve it on the forge; who begins to "
		  "promise is to be who takes it. Where no event tells of a "
		  "change its commit is to be by the owner." },
	{ .id = "policy-fit", CHANGE, .level = PM_WARNING,
	  .summary = "a new policy fits the records that are there",
	  .help = "Of a commit that changes the policy it is said how many "
		  "records have a severity, a key or an owner that it no "
		  "longer knows, lack a section that it asks for, or break a "
		  "rule that they did not break before. They are not refused "
		  "for it, but each of them warns whoever changes it next." },
	{ .id = "due-past", CHANGE, .level = PM_ERROR_LEVEL,
	  .summary = "a promise is made for a day to come",
	  .help = "Nothing can be promised for a day that has passed, or for "
		  "one before the incident; mostly the year is wrong. Asked "
		  "where a promise is made or moved, of the day on which that "
		  "was done." },
	{ .id = "due-moved-without-reason", CHANGE, .level = PM_WARNING,
	  .summary = "a commit that postpones a promise says why",
	  .help = "Add a line \"Postmortem-Reason: ...\" at the end of the "
		  "commit message, or a body that says it. \"git postmortem "
		  "action set --due ... --reason ... --commit\" does." },

	{ .id = "history-form", HISTORY, .level = PM_ERROR_LEVEL,
	  .summary = "the history is made of events",
	  .help = "In a section History that has events, an entry that begins "
		  "with a day is one: \"DAY PERSON: CHANGE, CHANGE: WHY\". One "
		  "that does not read so is a warning, since nobody counts it; "
		  "an impossible day is an error." },
	{ .id = "history-behind", HISTORY, .level = PM_WARNING,
	  .summary = "the history says what the fields say",
	  .help = "Who sets state, status, owner, due or evidence by hand adds "
		  "an event that says so, since a squash keeps no commit that "
		  "did. The commands write it; \"git postmortem check --fix\" "
		  "adds what is missing. A record without events is not asked." },
	{ .id = "history-differs", HISTORY, .needs_change = true,
	  .level = PM_ERROR_LEVEL,
	  .summary = "what a new event sets is so",
	  .help = "An event was added that sets a field, and the field has "
		  "another value than the last event gives it. Mostly a merge "
		  "kept the lines of both sides: set the field to what holds, "
		  "and where no event says that, add one." },
	{ .id = "history-lost", HISTORY, .needs_change = true,
	  .level = PM_ERROR_LEVEL,
	  .summary = "no event vanishes",
	  .help = "Events are only ever added. What is no longer so is told by "
		  "another event below, and a merge has what either side had. "
		  "An event of another day, person or change is another "
		  "event. Taking out of a reason what must not stand there is "
		  "fine." },
	{ .id = "history-taken-back", HISTORY, .needs_change = true,
	  .level = PM_WARNING,
	  .summary = "what was reverted is still told",
	  .help = "The newest events are gone and the fields are as the others "
		  "say, which is what git revert leaves. That is never "
		  "refused, and \"git postmortem check --fix\" puts the lines "
		  "back with one that says what was reverted." },
	{ .id = "history-reworded", HISTORY, .needs_change = true,
	  .level = PM_WARNING,
	  .summary = "reasons stay as they were given",
	  .help = "Only the reason of an event is another than before. A slip "
		  "of the pen, a name or a secret may be taken out; anything "
		  "else is told by a new event." },
	{ .id = "history-skips", HISTORY, .needs_change = true,
	  .level = PM_WARNING,
	  .summary = "the history leaves out no step",
	  .help = "An item begins as a proposal and a post-mortem as a draft, "
		  "and each goes on by the steps of state-transition; one that "
		  "was imported begins as it came. However many commits a "
		  "change has, its events say which way it went. An item that "
		  "was settled before the incident came with a folder that was "
		  "copied." },
	{ .id = "history-day", HISTORY, .needs_change = true,
	  .level = PM_WARNING,
	  .summary = "events have the day on which they were made",
	  .help = "More than a day lies between an event and the commit that "
		  "adds it, or it is earlier than the event above it. Of a "
		  "commit that was made, which may be a squash, only a later "
		  "day is told." },

	{ .id = "blame-wording", .group = "language", .level = PM_ADVICE,
	  .from = PM_DRAFT,
	  .summary = "the text asks how and why, not who",
	  .help = "\"Careless\", \"should have known\" or \"human error\" as the "
		  "last word end the search for what made a mistake easy. Say "
		  "what the person saw and knew, and what let the step have "
		  "such an effect." },
};
const size_t pm_rules = sizeof(pm_rule) / sizeof(*pm_rule);

static bool is_called(const struct pm_rule *rule, const char *id)
{
	return !strcmp(rule->id, id) ||
	       (rule->formerly && !strcmp(rule->formerly, id));
}

const struct pm_rule *pm_rule_find(const char *id)
{
	for (size_t i = 0; i < pm_rules; i++) {
		if (is_called(&pm_rule[i], id))
			return &pm_rule[i];
	}
	return NULL;
}

const char *pm_rule_waiver(const struct pm_rule *rule,
			   const struct pm_record *record)
{
	const char *reason = pm_record_waiver(record, rule->id);

	return reason || !rule->formerly ?
		       reason :
		       pm_record_waiver(record, rule->formerly);
}

const char *pm_rule_nearest(const char *id)
{
	const char *names[sizeof(pm_rule) / sizeof(*pm_rule)];

	for (size_t i = 0; i < pm_rules; i++)
		names[i] = pm_rule[i].id;
	return pm_near_miss(id, names, pm_rules);
}

void pm_rule_hint(char *out, size_t size, const char *id)
{
	const char *near = pm_rule_nearest(id);

	if (near)
		snprintf(out, size, "did you mean \"%s\"?", near);
	else
		snprintf(out, size, "\"git postmortem rules\" lists them");
}

enum pm_level pm_rule_setting(const struct pm_rule *rule,
			      const struct pm_policy *policy,
			      const char *severity, enum pm_status *from)
{
	enum pm_level level = rule->level;

	*from = rule->from;
	if (rule->is_fixed)
		return level;
	/* A severity's own setting stands behind the general one. */
	for (size_t i = 0; i < policy->settings; i++) {
		const struct pm_rule_setting *s = &policy->setting[i];

		if (!is_called(rule, s->rule))
			continue;
		if (s->severity && (!severity || strcmp(s->severity, severity)))
			continue;
		if (s->level != PM_LEVELS)
			level = s->level;
		if (s->from != PM_STATUSES)
			*from = s->from;
	}
	return level;
}

enum pm_level pm_rule_level(const struct pm_rule *rule,
			    const struct pm_policy *policy,
			    const char *severity, enum pm_status status)
{
	enum pm_status from;
	enum pm_level level = pm_rule_setting(rule, policy, severity, &from);

	/* A status that cannot be read is a finding of its own. */
	if (status == PM_STATUSES)
		status = PM_DRAFT;
	return status < from ? PM_OFF : level;
}
