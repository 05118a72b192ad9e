/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "import/adopt_document.h"
#include "syntax/scan.h"

#define WIKI_LINES 2 /* headings of another markup that tell it */

/* What is no text for people to read, and what is but is no Markdown. */
struct format {
	const char *name;
	const char *endings; /* of files */
	bool is_markup;
};

enum { JSON, HTML, ASCIIDOC, ORG, JIRA, MEDIAWIKI };

static const struct format formats[] = {
	[JSON] = { "JSON", "json|jsonl|ndjson|json5|ipynb|har", false },
	[HTML] = { "HTML", "html|htm|xhtml|mhtml", false },
	[ASCIIDOC] = { "AsciiDoc", "adoc|asciidoc|asc", true },
	[ORG] = { "Org", "org", true },
	[JIRA] = { "Jira's wiki markup", "jira", true },
	[MEDIAWIKI] = { "MediaWiki's markup", "wiki|mediawiki", true },
	{ "reStructuredText", "rst|rest", true },
	{ "Textile", "textile", true },
	{ "TeX", "tex|latex", true },
	{ "YAML", "yaml|yml", false },
	{ "TOML", "toml", false },
	{ "XML", "xml|svg", false },
	{ "a table of values", "csv|tsv|psv", false },
	{ "RTF", "rtf", false },
	{ "a mail", "eml|mbox", false },
};

static const char *skip_space(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

/* A brace or bracket with a value of JSON behind it, and closed at the end:
 * neither a link nor a placeholder. */
static bool is_json(const char *text, size_t len)
{
	const char *s = skip_space(text);
	const char *in = *s ? skip_space(s + 1) : s;

	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	if (!len || (*s != '{' && *s != '['))
		return false;
	if (text[len - 1] != (*s == '{' ? '}' : ']'))
		return false;
	if (*s == '{')
		return *in == '"' || *in == '}';
	return strchr("{[\"]-", *in) ? *in != '[' || strchr("[{\"", in[1])
				     : isdigit((unsigned char)*in) != 0;
}

static bool is_html(const char *text)
{
	const char *s = skip_space(text);

	return !strncasecmp(s, "<!doctype", 9) || !strncasecmp(s, "<html", 5) ||
	       !strncmp(s, "<?xml", 5);
}

/* The markup whose headings the lines are; -1 where Markdown's stand. */
static int by_headings(const char *text, size_t len)
{
	size_t ascii = 0, wiki = 0, jira = 0, end;

	for (size_t at = 0; at < len;) {
		const char *s = text + at;
		size_t marks = strspn(s, "="), hashes = strspn(s, "#");
		size_t next = pm_scan_next_line(text, at, len, &end);
		size_t n = end - at;

		if (!strncasecmp(s, "#+title:", 8))
			return ORG;
		if (hashes && hashes <= 6 && s[hashes] == ' ')
			return -1;
		if (marks && marks <= 6 && n > marks + 1 && s[marks] == ' ' &&
		    !isspace((unsigned char)s[marks + 1]))
			ascii++;
		if (marks > 1 && marks <= 6 && n > 2 * marks + 1 &&
		    s[marks] != '=' && s[n - 1] == '=')
			wiki++;
		if (n > 4 && s[0] == 'h' && s[1] >= '1' && s[1] <= '6' &&
		    s[2] == '.' && s[3] == ' ')
			jira++;
		at = next;
	}
	if (wiki >= WIKI_LINES)
		return MEDIAWIKI;
	if (ascii >= WIKI_LINES)
		return ASCIIDOC;
	return jira >= WIKI_LINES ? JIRA : -1;
}

static const struct format *by_name(const char *path)
{
	const char *name = pm_path_base(path);
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(formats) / sizeof(*formats); i++) {
		size_t len = pm_words_begin(formats[i].endings, dot + 1);

		if (len && !dot[1 + len])
			return &formats[i];
	}
	return NULL;
}

static const struct format *format_of(const struct adoption *a)
{
	size_t bom = strncmp(a->source->text, "\xef\xbb\xbf", 3) ? 0 : 3;
	const char *text = a->source->text + bom;
	size_t len = a->source->len - bom;
	int found = is_json(text, len) ? JSON : is_html(text) ? HTML : -1;

	if (found < 0 && !by_name(a->source->path))
		found = by_headings(text, len);
	return found < 0 ? by_name(a->source->path) : &formats[found];
}

int pm_adopt_format(struct adoption *a, struct pm_error *err)
{
	const struct format *format = format_of(a);

	if (!format)
		return PM_OK;
	if (!format->is_markup)
		return pm_fail(err, PM_EINVALID,
			       "%s: is %s, which is no document to read; "
			       "import what was written from it, as Markdown",
			       a->source->path, format->name);
	if (!a->source->force)
		return pm_fail(err, PM_EINVALID,
			       "%s: is written in %s, and a post-mortem in "
			       "Markdown; convert it first, or take it as it "
			       "is with --force",
			       a->source->path, format->name);
	pm_adopt_remark(a, 0,
			"is written in %s and read as Markdown: what its "
			"headings say is not known",
			format->name);
	return PM_OK;
}
