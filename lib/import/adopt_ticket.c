/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "import/adopt_item.h"
#include "syntax/link.h"

#define MAX_KEY_LETTERS 10

/* Names of standards look like keys of a tracker. */
static bool is_standard(const char *s, size_t len)
{
	static const char *const names[] = {
		"UTF",	"SHA",	  "AES",   "ISO",   "RFC", "SEV",  "TLS",
		"CVE",	"RSA",	  "HTTP",  "COVID", "IPV", "EC",   "MD",
		"CWE",	"PEP",	  "TIER",  "LEVEL", "GPT", "GHSA", "X",
		"P",	"S",	  "Q",	   "H",	    "US",  "EU",   "AP",
		"AZ",	"DC",	  "DB",	   "WEB",   "APP", "NODE", "HOST",
		"VM",	"SRV",	  "LB",	   "VLAN",  "IP",  "PORT", "ZONE",
		"V",	"FY",	  "PHASE", "STEP",  "DAY", "WEEK", "STAGE",
		"PART", "OPTION", "PLAN",  "RACK",  "CPU", "GPU",  "DISK",
		"S3",	"EC2",	  "BIP",   "EIP",   "JSR", "JEP",  "KIP",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strlen(names[i]) == len && !strncmp(names[i], s, len))
			return true;
	}
	return false;
}

size_t pm_ticket_at(const struct adoption *a, const char *s)
{
	const struct given *incident = &a->given[PM_F_INCIDENT];
	size_t letters = 0, len;

	if (*s == '#') {
		len = 1 + strspn(s + 1, "0123456789");
		return len > 2 && !isalnum((unsigned char)s[len]) ? len : 0;
	}
	while (isupper((unsigned char)s[letters]) ||
	       (letters && isdigit((unsigned char)s[letters])))
		letters++;
	if (letters < 2 || letters > MAX_KEY_LETTERS || s[letters] != '-' ||
	    !isdigit((unsigned char)s[letters + 1]) || s[letters + 1] == '0' ||
	    isdigit((unsigned char)s[letters - 1]) || is_standard(s, letters))
		return 0;
	len = letters + 1 + strspn(s + letters + 1, "0123456789");
	if (isalnum((unsigned char)s[len]) ||
	    (s[len] == '-' && isalnum((unsigned char)s[len + 1])))
		return 0;
	/* The incident itself is not what is to be done about it. */
	if (incident->nr && strlen(incident->text[0]) == len &&
	    !strncmp(incident->text[0], s, len))
		return 0;
	return len;
}

static bool has_any(const char *url, const char *const *parts, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		if (strcasestr(url, parts[i]))
			return true;
	}
	return false;
}

bool pm_is_change_url(const char *url)
{
	static const char *const parts[] = {
		"/pull/",    "/pulls/",		"/merge_requests/", "/commit/",
		"/commits/", "/pull-requests/", "/pullrequest/",    "/+/",
	};

	return strstr(url, "://") &&
	       has_any(url, parts, sizeof(parts) / sizeof(*parts));
}

bool pm_is_ticket_url(const char *url)
{
	static const char *const parts[] = {
		"/issues/",	  "/issue/",	   "/browse/",
		"/work_items/",	  "_workitems",	   "show_bug.cgi",
		"/bug/",	  "/bugs/",	   "bugs.",
		"/ticket",	  "/tickets/",	   "linear.app/",
		"atlassian.net/", "trello.com/c/", "app.asana.com",
		"/story/",	  "/task/",	   "/tasks/",
		"issuetracker.",  "bugzilla",	   "/selfmanaged/",
		"clubhouse.io",	  "shortcut.com",  "youtrack",
		"jira.",
	};

	return strstr(url, "://") &&
	       (has_any(url, parts, sizeof(parts) / sizeof(*parts)) ||
		pm_is_change_url(url));
}

/* --- links and keys anywhere --- */

/* Whether a URL is that of the key: .../browse/OPS-12, .../issues/12 */
static bool ends_with_key(const char *url, const char *key)
{
	size_t len = strlen(url), n;

	key += *key == '#';
	n = strlen(key);
	return strstr(url, "://") && len > n + 1 &&
	       !strcmp(url + len - n, key) && strchr("/=", url[len - n - 1]);
}

/* "[Issue](...)": what the link is called where the link itself is kept. */
static const char *link_word(struct adoption *a, const struct sketch *sketch)
{
	static const char words[] =
		"issue|issues|ticket|tickets|bug|jira|pr|pull request|mr|"
		"merge request|link|story|task|card|github issue|github|"
		"gitlab issue|jira ticket|jira issue|tracking issue|details|"
		"here|this|see|more|commit|patch|change|fix";
	struct pm_link link;
	size_t start, end;
	const char *word;

	for (size_t at = 0;
	     pm_link_find(&link, sketch->source, at, strlen(sketch->source));
	     at = link.next) {
		if (link.kind != PM_LINK_INLINE || link.start < 3 ||
		    strncmp(sketch->source + link.start, sketch->link,
			    link.end - link.start))
			continue;
		end = link.start;
		while (end && sketch->source[end] != ']')
			end--;
		for (start = end; start && sketch->source[start] != '[';)
			start--;
		word = pm_adopt_plain(a, sketch->source + start + 1,
				      end - start - (end > start));
		if (pm_words_have(words,
				  pm_adopt_normal(a, word, strlen(word))))
			return word;
	}
	return NULL;
}

/* Cut it off the end of the text, with the brackets and the "see" of it. */
static void cut_link_word(struct adoption *a, struct sketch *sketch,
			  struct pm_buf *text)
{
	const char *word = link_word(a, sketch);
	size_t len = word ? strlen(word) : 0, end = text->len, start;

	while (end && strchr(" .,;:", text->ptr[end - 1]))
		end--;
	end -= end && strchr(")]", text->ptr[end - 1]);
	if (!len || end <= len || strncmp(text->ptr + end - len, word, len))
		return;
	start = end - len;
	/* "Fix the issue" ends with the same word, but needs it. */
	while (start && strchr(" ", text->ptr[start - 1]))
		start--;
	if (start >= 4 && !strncasecmp(text->ptr + start - 4, " see", 4))
		start -= 4;
	else if (start && !strchr(".,;:([-", text->ptr[start - 1]))
		return;
	while (start && strchr(" ,;:([-", text->ptr[start - 1]))
		start--;
	if (start)
		pm_buf_splice(text, start, text->len, "", 0);
}

void pm_sketch_take_links(struct adoption *a, struct sketch *sketch,
			  struct pm_buf *left)
{
	const char *link = sketch->link;
	const char *text = pm_buf_str(left);

	if (link && pm_is_change_url(link) && sketch->state == PM_DONE) {
		if (!sketch->evidence)
			sketch->evidence = link;
	} else if (link && pm_is_ticket_url(link) && !sketch->ticket) {
		sketch->ticket = link;
	}
	for (const char *s = text; *s && !sketch->ticket; s++) {
		size_t len;

		if (s > text &&
		    (isalnum((unsigned char)s[-1]) || strchr("-_/", s[-1])))
			continue;
		len = pm_ticket_at(a, s);
		if (len)
			sketch->ticket = pm_arena_strndup(a->arena, s, len);
	}
	if (link && sketch->ticket && ends_with_key(link, sketch->ticket))
		sketch->ticket = link;
	if (link && (sketch->ticket == link || sketch->evidence == link))
		cut_link_word(a, sketch, left);
}
