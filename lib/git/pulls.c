/* SPDX-License-Identifier: MIT */
#include "git/pulls.h"

#include <ctype.h>
#include <string.h>

#define SEE "See merge request "
#define REVERT "Revert \""

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

static bool starts(const char *text, const char *words)
{
	return !strncmp(text, words, strlen(words));
}

/* "#12", "!12", "owner/repository#12": the length, and where its sign is. */
static size_t reference(const char *text, const char **sign)
{
	size_t len = 0;

	while (isalnum((unsigned char)text[len]) ||
	       (text[len] && strchr("._-/", text[len])))
		len++;
	*sign = text + len;
	if ((**sign != '#' && **sign != '!') || !digits(*sign + 1))
		return 0;
	return len + 1 + digits(*sign + 1);
}

bool pm_pull_reverted(struct pm_buf *number, const char *line)
{
	static const char *const kinds[] = { "pull request ",
					     "merge request ", "PR ", "MR " };
	const char *at = line, *sign;
	size_t len;

	if (starts(at, "This reverts "))
		at += strlen("This reverts ");
	else if (starts(at, "Reverts "))
		at += strlen("Reverts ");
	else
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (starts(at, kinds[i])) {
			at += strlen(kinds[i]);
			break;
		}
	}
	len = reference(at, &sign);
	if (!len || isalnum((unsigned char)at[len]) || at[len] == '/')
		return false;
	pm_buf_add(number, sign, (size_t)(at + len - sign));
	return true;
}

static void add_number(struct pm_strlist *out, char sign, const char *number)
{
	pm_strlist_addf(out, "%c%.*s", sign, (int)digits(number), number);
}

/* "Pull request #12: ", with what stands before and behind the number. */
static bool begins_so(struct pm_strlist *out, const char *subject,
		      const char *before, char behind)
{
	const char *number = subject + strlen(before);

	if (!starts(subject, before) || !digits(number) ||
	    number[digits(number)] != behind)
		return false;
	add_number(out, '#', number);
	return true;
}

/* The last "(#12)" of `text`, of which `len` bytes count, when `behind` is all
 * that follows it there. */
static bool ends_so(struct pm_strlist *out, const char *text, size_t len,
		    const char *behind)
{
	static const char words[] = "pull request ";
	size_t tail = strlen(behind), reference_len;
	const char *open, *sign;

	if (len < tail || strncmp(text + len - tail, behind, tail) != 0)
		return false;
	open = memrchr(text, '(', len - tail);
	if (!open)
		return false;
	open++;
	if (starts(open, words))
		open += strlen(words);
	reference_len = reference(open, &sign);
	if (!reference_len ||
	    open + reference_len != text + len - tail)
		return false;
	add_number(out, *sign, sign + 1);
	return true;
}

/* Gitea: "Merge pull request 'title' (#12) from branch into main". */
static bool merges_quoted(struct pm_strlist *out, const char *subject,
			  size_t len)
{
	static const char behind[] = ") from ";
	const char *from = NULL, *at = subject;

	if (!starts(subject, "Merge pull request '"))
		return false;
	/* A title may hold the like, a branch no blanks. */
	while ((at = memmem(at, (size_t)(subject + len - at), behind,
			    strlen(behind))))
		from = at++;
	return from && ends_so(out, subject, (size_t)(from - subject) + 1,
			       ")");
}

void pm_pull_numbers(struct pm_strlist *out, const char *message)
{
	const char *subject = message + strspn(message, "\n"), *sign;
	const char *see = NULL;
	size_t len = strcspn(subject, "\n");

	while (len && isspace((unsigned char)subject[len - 1]))
		len--;
	/* Azure writes "!12" of it elsewhere. */
	if (begins_so(out, subject, "Merged PR ", ':'))
		add_number(out, '!', subject + strlen("Merged PR "));
	else if (begins_so(out, subject, "Merge pull request #", ' ') ||
		 begins_so(out, subject, "Pull request #", ':') ||
		 merges_quoted(out, subject, len) ||
		 ends_so(out, subject, len, ")"))
		return;
	/* What a squash took in may have brought others, before. */
	for (const char *at = subject; (at = strstr(at, "\n" SEE)); at++)
		see = at + strlen("\n" SEE);
	if (see && reference(see, &sign) && *sign == '!')
		add_number(out, '!', sign + 1);
}

char *pm_pull_revert(struct pm_arena *arena, const char *number,
		     const char *message)
{
	const char *subject = message + strspn(message, "\n"), *end;

	end = starts(subject, REVERT) ?
		      memrchr(subject, '"', strcspn(subject, "\n")) : NULL;
	subject += strlen(REVERT);
	if (!end || end < subject)
		return pm_arena_printf(arena, "%s\n", number);
	return pm_arena_printf(arena, "%s\n%.*s", number,
			       (int)(end - subject), subject);
}
