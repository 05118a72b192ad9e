/* SPDX-License-Identifier: MIT */
#include "git/fixes.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define DIGITS "0123456789"
#define BLANKS " \t"

/* GitHub's nine, and what GitLab's closing pattern adds. */
static const char *const keywords[] = {
	"close",     "closes",	   "closed",	  "closing",
	"fix",	     "fixes",	   "fixed",	  "fixing",
	"resolve",   "resolves",   "resolved",	  "resolving",
	"implement", "implements", "implemented", "implementing",
};

/* Transitions, as they are called in most workflows of Jira. */
static const char *const transitions[] = {
	"#close", "#closed", "#resolve", "#resolved", "#fix", "#fixed",
	"#done",
};

#define NR(array) (sizeof(array) / sizeof(*(array)))

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* The length of the word at `text` when it is one of some. */
static size_t one_of(const char *text, const char *const *word, size_t nr)
{
	size_t len = *text == '#';

	while (is_word(text[len]))
		len++;
	for (size_t i = 0; i < nr; i++)
		if (len == strlen(word[i]) &&
		    !strncasecmp(text, word[i], len))
			return len;
	return 0;
}

/* "SHOP-93" */
static size_t key_len(const char *text)
{
	size_t len = 0;

	while (isalnum((unsigned char)text[len]) || text[len] == '_')
		len++;
	if (len < 2 || !isalpha((unsigned char)*text) || text[len] != '-' ||
	    !strspn(text + len + 1, DIGITS))
		return 0;
	len += 1 + strspn(text + len + 1, DIGITS);
	return is_word(text[len]) ? 0 : len;
}

/* "https://..." up to what ends it in prose. */
static size_t url_len(const char *text)
{
	size_t len;

	if (strncasecmp(text, "http://", 7) != 0 &&
	    strncasecmp(text, "https://", 8) != 0)
		return 0;
	len = strcspn(text, " \t\r\n<>\"'`()[]{},;");
	while (len && strchr(".:!?", text[len - 1]))
		len--;
	return len;
}

/* "#12", "owner/repository#12" */
static size_t issue_len(const char *text)
{
	size_t len = 0, digits;

	while (is_word(text[len]) || (text[len] && strchr("./", text[len])))
		len++;
	if (text[len] != '#' || (len && !memchr(text, '/', len)))
		return 0;
	digits = strspn(text + len + 1, DIGITS);
	return digits && !is_word(text[len + 1 + digits]) ?
		       len + 1 + digits : 0;
}

static size_t reference_len(const char *text)
{
	size_t len = url_len(text);

	if (!len)
		len = issue_len(text);
	return len ? len : key_len(text);
}

static const char *skip_word(const char *at, const char *word)
{
	size_t len = strlen(word);

	return strncasecmp(at, word, len) ? at : at + len;
}

static bool take(struct pm_fix *out, struct pm_fixes *f, const char *at)
{
	size_t len;

	at = skip_word(skip_word(at, "issues "), "issue ");
	len = reference_len(at);
	if (!len)
		return false;
	*out = (struct pm_fix){ .keyword = f->keyword,
				.keyword_len = f->keyword_len,
				.reference = at,
				.reference_len = len };
	f->at = at + len;
	f->in_list = true;
	return true;
}

/* ", #13 and #14" */
static bool go_on(struct pm_fix *out, struct pm_fixes *f)
{
	const char *at = f->at;

	f->in_list = false;
	at += *at == ',';
	at += strspn(at, BLANKS);
	at = skip_word(at, "and ");
	at += strspn(at, BLANKS);
	return at != f->at && take(out, f, at);
}

/* "SHOP-93 some words #resolve" */
static bool take_smart(struct pm_fix *out, struct pm_fixes *f, const char *key,
		       size_t len)
{
	const char *at = key + len, *end = at + strcspn(at, "\n");
	size_t word;

	while ((at = memchr(at, '#', (size_t)(end - at)))) {
		word = one_of(at, transitions, NR(transitions));
		if (word && strchr(BLANKS, at[-1]))
			break;
		at++;
	}
	if (!at)
		return false;
	*out = (struct pm_fix){ .keyword = at, .keyword_len = word,
				.reference = key, .reference_len = len,
				.is_behind = true };
	f->at = key + len;
	return true;
}

static bool take_word(struct pm_fix *out, struct pm_fixes *f, const char *at)
{
	size_t len = one_of(at, keywords, NR(keywords));
	const char *behind;

	if (len) {
		len += at[len] == ':';
		behind = at + len + strspn(at + len, BLANKS);
		f->keyword = at;
		f->keyword_len = len;
		return behind != at + len && take(out, f, behind);
	}
	len = key_len(at);
	return len && take_smart(out, f, at, len);
}

bool pm_fixes_next(struct pm_fix *out, struct pm_fixes *f)
{
	static const char revert[] = "Revert \"";

	if (!f->keyword && !strncmp(f->at, revert, strlen(revert)))
		f->at += strcspn(f->at, "\n");
	if (!f->keyword)
		f->keyword = f->at;
	if (f->in_list && go_on(out, f))
		return true;
	while (*f->at) {
		if (take_word(out, f, f->at))
			return true;
		while (is_word(*f->at) || *f->at == '#')
			f->at++;
		while (*f->at && !is_word(*f->at))
			f->at++;
	}
	return false;
}

static void add_form(struct pm_strlist *out, const char *kind,
		     const char *text, size_t len)
{
	char *form;

	pm_strlist_addf(out, "%s%.*s", kind, (int)len, text);
	for (form = out->item[out->nr - 1]; *form; form++)
		*form = (char)tolower((unsigned char)*form);
}

/* What follows the host of an address, without its "/". */
static const char *path_of(const char *url, const char *end)
{
	const char *host = memmem(url, (size_t)(end - url), "://", 3);
	const char *path = host ? memchr(host + 3, '/',
					 (size_t)(end - host - 3)) : NULL;

	return path ? path + 1 : end;
}

static void add_issue(struct pm_strlist *out, const char *project, size_t len,
		      const char *number, size_t digits)
{
	struct pm_buf form = { 0 };

	pm_buf_addf(&form, "%.*s#%.*s", (int)len, project, (int)digits,
		    number);
	add_form(out, "issue:", form.ptr, form.len);
	pm_buf_release(&form);
}

static void add_url(struct pm_strlist *out, const char *url, size_t len)
{
	static const char *const kinds[] = { "/-/issues/", "/-/work_items/",
					     "/issues/" };
	const char *end = url + strcspn(url, "?#"), *path, *last;

	if (end > url + len)
		end = url + len;
	while (end > url && end[-1] == '/')
		end--;
	add_form(out, "url:", strstr(url, "://") + 3,
		 (size_t)(end - strstr(url, "://") - 3));
	path = path_of(url, end);
	last = memrchr(path, '/', (size_t)(end - path));
	last = last ? last + 1 : path;
	if (key_len(last) && last + key_len(last) == end)
		add_form(out, "key:", last, key_len(last));
	for (size_t i = 0; i < NR(kinds); i++) {
		const char *at = memmem(path, (size_t)(end - path), kinds[i],
					strlen(kinds[i]));
		size_t digits = at ? strspn(at + strlen(kinds[i]), DIGITS) : 0;

		if (!digits || at + strlen(kinds[i]) + digits != end)
			continue;
		add_issue(out, path, (size_t)(at - path),
			  at + strlen(kinds[i]), digits);
		return;
	}
}

void pm_reference_forms(struct pm_strlist *out, const char *reference,
			size_t len, const char *page)
{
	const char *sign = memchr(reference, '#', len);
	const char *here = path_of(page, page + strlen(page));

	if (url_len(reference)) {
		add_url(out, reference, len);
		return;
	}
	if (key_len(reference))
		add_form(out, "key:", reference, len);
	/* GitHub's other way to write "#12". */
	if (key_len(reference) && !strncasecmp(reference, "GH-", 3))
		sign = reference + 2;
	if (!sign)
		return;
	if (sign != reference && *sign == '#')
		add_issue(out, reference, (size_t)(sign - reference), sign + 1,
			  (size_t)(reference + len - sign - 1));
	else
		add_issue(out, here, strlen(here), sign + 1,
			  (size_t)(reference + len - sign - 1));
}
