/* SPDX-License-Identifier: MIT */
#include "cmd/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cmd/place.h"

#define MAX_LISTED 200 /* files that a commit message names */
#define MAX_NAMED 20   /* fields that are named */

static void plural(struct pm_buf *out, size_t nr, const char *what)
{
	pm_buf_addf(out, "%zu %s%s", nr, what, nr == 1 ? "" : "s");
}

/* "severity, started, resolved" */
static void add_missing(struct pm_buf *out, unsigned long missing)
{
	const char *divider = "";

	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		if (!(missing & (1ul << f)))
			continue;
		pm_buf_addf(out, "%s%s", divider, pm_field_def(f)->key);
		divider = ", ";
	}
}

static void show_remarks(const struct pm_view *view,
			 const struct pm_adopted *adopted)
{
	for (size_t i = 0; i < adopted->remarks; i++) {
		const struct pm_adopt_remark *remark = &adopted->remark[i];

		pm_buf_addstr(view->out, "  ");
		if (remark->line)
			pm_view_printf(view, PM_STYLE_DIM,
				       "line %zu: ", remark->line);
		pm_view_text(view, PM_STYLE_PLAIN, remark->text);
		pm_buf_addch(view->out, '\n');
	}
	if (adopted->more_remarks)
		pm_buf_addf(view->out, "  and %zu more of the kind\n",
			    adopted->more_remarks);
}

static void show_assumed(const struct pm_view *view,
			 const struct pm_adopted *adopted)
{
	struct pm_buf line = { 0 };

	add_missing(&line, adopted->missing);
	if (line.len) {
		pm_buf_addstr(view->out, "  without ");
		pm_view_text(view, PM_STYLE_PLAIN, line.ptr);
		pm_buf_addch(view->out, '\n');
	}
	pm_buf_release(&line);
}

static void show_file(const struct import *import, const struct pm_view *view,
		      const struct import_file *file)
{
	struct pm_buf path = { 0 };
	const char *folder_end = strrchr(file->to, '/');

	user_path(import->ctx, &path, file->from);
	pm_view_text(view, PM_STYLE_PLAIN, pm_buf_str(&path));
	pm_buf_reset(&path);
	if (!file->in_place) {
		char *folder = pm_xstrndup(
			file->to,
			folder_end ? (size_t)(folder_end - file->to) : 0);

		user_path(import->ctx, &path, folder);
		pm_buf_addstr(view->out, " -> ");
		pm_view_text(view, PM_STYLE_ID, pm_buf_str(&path));
		free(folder);
	}
	pm_buf_reset(&path);
	plural(&path, file->adopted.items, "action item");
	pm_buf_addf(view->out, "  (%s)\n", path.ptr);
	pm_buf_release(&path);
	if (import->ctx->quiet)
		return;
	show_remarks(view, &file->adopted);
	show_assumed(view, &file->adopted);
}

struct sums {
	size_t items, without[PM_FIELDS], status, owner, day;
};

static void add_up(const struct import *import, struct sums *sums)
{
	for (size_t i = 0; i < import->nr; i++) {
		const struct pm_adopted *a = &import->file[i].adopted;

		sums->items += a->items;
		sums->status += a->status_assumed;
		sums->owner += a->owner_from_commit;
		sums->day += a->day_from_commit;
		for (enum pm_field f = 0; f < PM_FIELDS; f++)
			sums->without[f] += (a->missing >> f) & 1;
	}
}

static void show_sums(const struct import *import, const struct pm_view *view,
		      const struct sums *sums)
{
	static const struct {
		const char *words;
		size_t at;
	} told[] = {
		{ "taken as drafts: no status is said",
		  offsetof(struct sums, status) },
		{ "owned by the author of the first commit: no owner is said",
		  offsetof(struct sums, owner) },
		{ "dated by the first commit: no day is said",
		  offsetof(struct sums, day) },
	};

	plural(view->out, import->nr, "post-mortem");
	pm_buf_addstr(view->out, ", ");
	plural(view->out, sums->items, "action item");
	pm_buf_addf(view->out, "%s\n",
		    import->options->dry_run ? "; nothing was written" : "");
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		size_t nr = *(const size_t *)((const char *)sums + told[i].at);

		if (nr)
			pm_buf_addf(view->out, "  %zu %s\n", nr, told[i].words);
	}
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		if (sums->without[f])
			pm_buf_addf(view->out, "  %zu without %s\n",
				    sums->without[f], pm_field_def(f)->key);
	}
}

/* Once for all of them: a site generator gives each document the same. */
static void show_foreign(const struct import *import,
			 const struct pm_view *view)
{
	struct pm_strlist names = { 0 };
	struct pm_buf line = { 0 };
	size_t nr = 0;

	for (size_t i = 0; i < import->nr; i++) {
		const struct pm_adopted *a = &import->file[i].adopted;

		nr += a->foreigners > 0;
		for (size_t k = 0; k < a->foreigners; k++)
			pm_strlist_add(&names, a->foreign[k]);
	}
	pm_strlist_sort_unique(&names);
	if (names.nr) {
		pm_buf_addf(&line, "  the front matter of %zu keeps ", nr);
		for (size_t i = 0; i < names.nr && i < MAX_NAMED; i++)
			pm_buf_addf(&line, "%s%s", i ? ", " : "",
				    names.item[i]);
		if (names.nr > MAX_NAMED)
			pm_buf_addf(&line, " and %zu more",
				    names.nr - MAX_NAMED);
		pm_buf_addf(&line, ", which %s no field%s of ours",
			    names.nr == 1 ? "is" : "are",
			    names.nr == 1 ? "" : "s");
		pm_view_text(view, PM_STYLE_PLAIN, line.ptr);
		pm_buf_addch(view->out, '\n');
	}
	pm_strlist_release(&names);
	pm_buf_release(&line);
}

/* Other documents are not ours to change. */
static void show_links(const struct import *import,
		       const struct pm_view *view)
{
	struct pm_buf path = { 0 };

	for (size_t i = 0; i < import->links && i < MAX_NAMED; i++) {
		const struct import_link *link = &import->link[i];

		pm_buf_reset(&path);
		user_path(import->ctx, &path, link->path);
		pm_buf_addf(&path, ":%zu", link->line);
		pm_buf_addstr(view->out, "  ");
		pm_view_text(view, PM_STYLE_PLAIN, pm_buf_str(&path));
		pm_buf_addf(view->out,
			    " links to what moves (%zu link%s): it is left as "
			    "it is, correct it\n",
			    link->nr, link->nr == 1 ? "" : "s");
	}
	if (import->links > MAX_NAMED)
		pm_buf_addf(view->out,
			    "  and %zu more documents link to what moves\n",
			    import->links - MAX_NAMED);
	pm_buf_release(&path);
}

void import_report(const struct import *import, struct pm_buf *out)
{
	struct pm_view view = view_of(import->ctx, out);
	struct sums sums = { 0 };

	for (size_t i = 0; i < import->nr; i++)
		show_file(import, &view, &import->file[i]);
	add_up(import, &sums);
	show_sums(import, &view, &sums);
	show_foreign(import, &view);
	show_links(import, &view);
}

void import_tell(const struct import *import, struct pm_buf *out)
{
	struct context *ctx = import->ctx;
	struct sums sums = { 0 };

	add_up(import, &sums);
	view_print(ctx, out);
	fflush(ctx->out);
	if (sums.status || sums.without[PM_F_SEVERITY])
		command_hint(ctx, "--status, --severity and --owner say what "
				  "holds where a document is silent");
	if (!import->options->dry_run &&
	    !wants_commit(import->ctx, &import->options->commit))
		command_hint(ctx, "what is missing stays a warning until "
				  "somebody advances the post-mortem; look "
				  "with \"git diff --cached -M\", then commit");
}

void import_message(const struct import *import, struct pm_buf *out)
{
	struct sums sums = { 0 };

	add_up(import, &sums);
	if (import->nr == 1)
		pm_buf_addf(out, "%s: import post-mortem\n\n",
			    import->file[0].id);
	else
		pm_buf_addf(out, "Import %zu post-mortems\n\n", import->nr);
	for (size_t i = 0; i < import->nr && i < MAX_LISTED; i++) {
		const struct import_file *file = &import->file[i];
		struct pm_buf from = { 0 };

		pm_path_quote(&from, file->from);
		pm_buf_addf(out, "%s, from %s, with ", file->id, from.ptr);
		plural(out, file->adopted.items, "action item");
		pm_buf_addch(out, '\n');
		pm_buf_release(&from);
	}
	if (import->nr > MAX_LISTED)
		pm_buf_addf(out, "and %zu more\n", import->nr - MAX_LISTED);
}
