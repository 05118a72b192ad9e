/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "import/adopt_document.h"

#define MIN_HASH 7  /* digits of a commit's name */
#define MAX_WORDS 3 /* of the name of a section that quotes */

/* What the lines of one block have of a commit's or a mail's head. */
struct head {
	bool commit, author, date; /* as git writes them */
	bool from, to, subject, mail;
};

static bool is_commit_line(const char *s)
{
	size_t len;

	if (strncmp(s, "commit ", 7))
		return false;
	len = strspn(s + 7, "0123456789abcdef");
	return len >= MIN_HASH && strchr(" \t\r\n()", s[7 + len]);
}

/* "Sun May 10 19:03:52 2026": a weekday and no word of prose. */
static bool is_machine_date(const char *s)
{
	static const char days[] = "mon|tue|wed|thu|fri|sat|sun";

	s += strspn(s, " \t");
	return pm_words_begin(days, s) > 0;
}

/* The value behind the name of a field, or NULL. */
static const char *value_of(const char *line, const char *name)
{
	size_t len = strlen(name);

	return !strncasecmp(line, name, len) && line[len] == ':'
		       ? line + len + 1
		       : NULL;
}

static void look_at(struct head *head, const char *line)
{
	static const char *const git[] = {
		"AuthorDate", "CommitDate", "Commit", "Merge", "Change-Id",
	};
	static const char *const mail[] = {
		"Message-ID", "In-Reply-To", "Reply-To",     "Sent",
		"Cc",	      "Received",    "MIME-Version",
	};
	const char *value;

	line += strspn(line, " \t>*-|/\\_");
	head->commit |= is_commit_line(line);
	for (size_t i = 0; i < sizeof(git) / sizeof(*git); i++)
		head->date |= value_of(line, git[i]) != NULL;
	for (size_t i = 0; i < sizeof(mail) / sizeof(*mail); i++)
		head->mail |= value_of(line, mail[i]) != NULL;
	if ((value = value_of(line, "Author")))
		head->author |= strchr(value, '<') && strchr(value, '@');
	if ((value = value_of(line, "Date")))
		head->date |= is_machine_date(value);
	if ((value = value_of(line, "From")))
		head->from |=
			strchr(value, '@') || !strpbrk(value, "0123456789");
	if ((value = value_of(line, "To")))
		head->to |= strchr(value, '@') || !strpbrk(value, "0123456789");
	head->subject |= value_of(line, "Subject") != NULL;
}

static bool begins_quote(struct adoption *a, const struct pm_block *block)
{
	struct head head = { 0 };
	const char *s;
	size_t len;

	if (block->kind != PM_BLOCK_PARAGRAPH && block->kind != PM_BLOCK_ITEM)
		return false;
	for (size_t nr = 0; pm_adopt_line(a, block, nr, &s, &len); nr++)
		look_at(&head, pm_arena_strndup(a->arena, s, len));
	return head.commit || (head.author && head.date) ||
	       (head.from &&
		(head.to || head.subject || head.mail || head.date)) ||
	       (head.subject && (head.to || head.mail));
}

size_t pm_adopt_quote_end(struct adoption *a, size_t i, size_t end)
{
	size_t start = i;

	if (!begins_quote(a, &a->md.block[i]))
		return i;
	/* Its text has no mark of its own: it goes on to the next heading. */
	for (i++; i < end; i++) {
		enum pm_block_kind kind = a->md.block[i].kind;

		if (kind == PM_BLOCK_HEADING || kind == PM_BLOCK_RULE)
			break;
	}
	if (!a->told_quote)
		pm_adopt_remark(a, a->md.block[start].line,
				"quotes a commit or a mail: nothing is taken "
				"from it");
	a->told_quote = true;
	return i;
}

bool pm_adopt_is_quoting(const struct pm_section *section)
{
	size_t nr = 0;

	static const char words[] =
		"commit|commits|changeset|changesets|diff|patch|patches|"
		"pr|prs|log|logs|output|transcript|chat|slack|irc|email|"
		"emails|mail|mails|message|messages|announcement|"
		"announcements|notification|notifications|tweet|tweets|"
		"appendix|references|quote|quotes";

	/* A longer name is about something, as is the title. */
	for (const char *s = section->normal; *s; s++)
		nr += *s == ' ';
	if (section->level < 2 || nr > MAX_WORDS - 1)
		return false;
	for (const char *s = section->normal; *s; s += *s == ' ') {
		if (pm_words_begin(words, s))
			return true;
		s += strcspn(s, " ");
	}
	return strstr(section->normal, "pull request") ||
	       strstr(section->normal, "merge request") ||
	       strstr(section->normal, "status page");
}
