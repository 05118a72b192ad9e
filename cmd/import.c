/* SPDX-License-Identifier: MIT */
#include "cmd/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/portable.h"
#include "base/text.h"
#include "cmd/place.h"
#include "cmd/record_history.h"
#include "git/user_path.h"
#include "history/history.h"

static const struct opt opts[] = {
	{ OPT_BOOL, 'n', "dry-run", offsetof(struct import_options, dry_run),
	  NULL, "only say what would be done", NULL },
	{ OPT_CHOICE, 0, "commit", offsetof(struct import_options, commit), NULL,
	  "commit it", NULL },
	{ OPT_STRING, 's', "severity",
	  offsetof(struct import_options, severity), "<severity>",
	  "of documents that say none", "severity" },
	{ OPT_STRING, 0, "status", offsetof(struct import_options, status),
	  "<status>", "of documents that say none (default: draft)", "status" },
	{ OPT_STRING, 'o', "owner", offsetof(struct import_options, owner),
	  "<person>", "of documents that say none (default: first author)",
	  "owner" },
	{ OPT_BOOL, 'f', "force", offsetof(struct import_options, force), NULL,
	  "though a file does not look like a post-mortem", NULL },
	{ 0 },
};

/* --- what was asked for --- */

static int check_default(struct import *import, enum pm_field field,
			 const char *value, char **out, struct pm_error *err)
{
	struct pm_buf checked = { 0 };
	int code;

	if (!value)
		return PM_OK;
	code = pm_value_parse(&checked, field, value,
			      &import->edit.snapshot.policy, import->ctx->today,
			      err);
	if (code >= 0)
		*out = pm_buf_detach(&checked);
	pm_buf_release(&checked);
	return code < 0 ? code : PM_OK;
}

static int check_defaults(struct import *import, struct pm_error *err)
{
	const struct import_options *o = import->options;
	char *owner = NULL;
	int code = check_default(import, PM_F_SEVERITY, o->severity,
				 &import->severity, err);

	if (code >= 0)
		code = check_default(import, PM_F_STATUS, o->status,
				     &import->status, err);
	if (code >= 0)
		code = owner_wanted(import->ctx, &import->edit.snapshot.policy,
				    o->owner, &owner, err);
	if (code >= 0)
		code = check_default(import, PM_F_OWNER, owner,
				     &import->owner, err);
	free(owner);
	return code;
}

/* Where the file lies among the post-mortems: refused when it is a record
 * already, in place when it is a document that lacks only its fields. */
static int check_place(struct import *import, struct import_file *file,
		       struct pm_error *err)
{
	const struct pm_policy *policy = &import->edit.snapshot.policy;
	struct pm_buf id = { 0 }, item = { 0 }, path = { 0 };
	int code = PM_OK;

	if (pm_path_is_within(file->from, ".postmortem")) {
		code = pm_fail(err, PM_EINVALID,
			       "%s: is this program's own file", file->from);
	} else if (pm_path_to_id(&id, &item, policy, file->from)) {
		pm_id_to_path(&path, policy, pm_buf_str(&id), NULL);
		file->in_place = !strcmp(pm_buf_str(&path), file->from);
		if (item.len)
			code = pm_fail(err, PM_EINVALID,
				       "%s: is an action item already",
				       file->from);
		else if (file->in_place &&
			 !strncmp(pm_buf_str(&file->text), "---", 3))
			code = pm_fail(err, PM_EEXISTS,
				       "%s: is a post-mortem already",
				       file->from);
	}
	if (file->in_place)
		file->id = pm_arena_strdup(&import->arena, pm_buf_str(&id));
	pm_buf_release(&id);
	pm_buf_release(&item);
	pm_buf_release(&path);
	return code;
}

/* Moving a file out of another repository would leave its history there. */
static int check_repository(struct import *import, const char *from,
			    struct pm_error *err)
{
	struct pm_buf path = { 0 }, unused = { 0 };
	int code = PM_OK;

	for (const char *slash = strchr(from, '/'); slash && code >= 0;
	     slash = strchr(slash + 1, '/')) {
		struct pm_error ignored = { 0 };
		size_t size;

		pm_buf_reset(&path);
		pm_buf_addf(&path, "%.*s/.git", (int)(slash - from), from);
		if (pm_worktree_read(&unused, &size, &import->ctx->repo,
				     path.ptr, 1, &ignored) != PM_ENOTFOUND)
			code = pm_fail(err, PM_EINVALID,
				       "%s: lies in another repository; "
				       "import it there, or copy it here first",
				       from);
	}
	pm_buf_release(&path);
	pm_buf_release(&unused);
	return code;
}

static int read_file(struct import *import, struct import_file *file,
		     const char *name, struct pm_error *err)
{
	struct context *ctx = import->ctx;
	struct pm_buf path = { 0 };
	size_t size = 0;
	int code;

	if (!pm_user_path(&path, &ctx->repo, ctx->repo.prefix, name)) {
		pm_buf_release(&path);
		return pm_fail(err, PM_EINVALID,
			       "'%s' is outside of the work tree; give a path "
			       "inside",
			       name);
	}
	file->from = pm_arena_strdup(&import->arena, pm_buf_str(&path));
	pm_buf_release(&path);
	code = check_repository(import, file->from, err);
	if (code < 0)
		return code;
	code = pm_worktree_read(&file->text, &size, &ctx->repo, file->from,
				PM_MAX_DOCUMENT, err);
	if (code >= 0 && size > PM_MAX_DOCUMENT)
		code = pm_fail(err, PM_EINVALID,
			       "%s: has %zu bytes; a post-mortem may have %u: "
			       "keep logs in files beside it",
			       file->from, size, PM_MAX_DOCUMENT);
	if (code < 0)
		return code;
	return check_place(import, file, err);
}

static bool is_named_before(const struct import *import, const char *from)
{
	for (size_t i = 0; i < import->nr; i++) {
		if (!strcmp(import->file[i].from, from))
			return true;
	}
	return false;
}

/* Every file that cannot be imported is told, not only the first. */
static int read_files(struct import *import, int argc, char **argv,
		      struct pm_error *err)
{
	size_t failed = 0;

	import->file = pm_xcalloc((size_t)argc, sizeof(*import->file));
	for (int i = 0; i < argc; i++) {
		struct import_file *file = &import->file[import->nr];
		struct pm_error one = { 0 };

		if (read_file(import, file, argv[i], &one) < 0) {
			command_warn("%s", one.message);
			failed++;
		} else if (!is_named_before(import, file->from)) {
			import->nr++;
			continue;
		}
		pm_buf_release(&file->text);
		memset(file, 0, sizeof(*file));
	}
	if (!failed)
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "nothing was imported: %zu of %d files cannot be",
		       failed, argc);
}

/* --- adopting --- */

static int adopt_all(struct import *import, struct pm_error *err)
{
	struct pm_repo *repo = &import->ctx->repo;
	struct pm_origin *origin = pm_xcalloc(import->nr + 1, sizeof(*origin));
	size_t failed = 0;
	int code;

	for (size_t i = 0; i < import->nr; i++)
		origin[i].path = import->file[i].from;
	code = pm_origins(origin, import->nr, &import->arena, repo, err);
	for (size_t i = 0; i < import->nr && code >= 0; i++) {
		struct import_file *file = &import->file[i];
		const struct pm_adopt_source source = {
			.path = file->from,
			.text = pm_buf_str(&file->text),
			.len = file->text.len,
			/* What a shallow clone begins with is not first. */
			.first_day =
				repo->is_shallow ? PM_NO_DATE : origin[i].day,
			.first_author =
				repo->is_shallow ? NULL : origin[i].email,
			.status = import->status,
			.severity = import->severity,
			.owner = import->owner,
			.in_place = file->in_place,
			.force = import->options->force,
		};
		struct pm_error one = { 0 };

		if (pm_adopt(&file->adopted, &source,
			     &import->edit.snapshot.policy, &one) < 0) {
			command_warn("%s", one.message);
			failed++;
		}
	}
	free(origin);
	if (code >= 0 && failed)
		code = pm_fail(err, PM_EINVALID,
			       "nothing was imported: %zu of %zu files cannot "
			       "be",
			       failed, import->nr);
	if (code >= 0 && repo->is_shallow)
		command_warn("the clone is shallow: first commits are not "
			     "known here");
	return code;
}

/* --- where to --- */

static void use(struct import *import, const char *id)
{
	char *folded = pm_path_folded(id);

	pm_strlist_add(&import->used, folded);
	free(folded);
}

static bool is_used(const struct import *import, const char *id)
{
	char *folded = pm_path_folded(id);
	bool used = pm_strlist_has(&import->used, folded);

	free(folded);
	return used;
}

/* An id is never used again, whatever became of its post-mortem. */
static void find_used(struct import *import)
{
	const struct pm_snapshot *snapshot = &import->edit.snapshot;
	struct pm_strlist gone = { 0 };
	struct pm_error ignored = { 0 };

	for (size_t i = 0; i < snapshot->nr; i++)
		use(import, snapshot->item[i].id);
	if (snapshot->nr &&
	    pm_history_find_gone(&gone, &import->ctx->repo, &snapshot->policy,
				 NULL, "", NULL, &ignored) >= 0) {
		for (size_t i = 0; i < gone.nr; i++)
			use(import, gone.item[i]);
	}
	pm_strlist_release(&gone);
}

static int by_from(const void *a, const void *b)
{
	const struct pm_move *x = a, *y = b;

	return strcmp(x->from, y->from);
}

static int choose_places(struct import *import, struct pm_error *err)
{
	struct pm_move *move = pm_xcalloc(import->nr + 1, sizeof(*move));
	int code;

	find_used(import);
	for (size_t i = 0; i < import->nr; i++) {
		struct import_file *file = &import->file[i];
		const char *folder = file->adopted.folder;
		struct pm_buf path = { 0 };

		if (!file->in_place) {
			file->id = folder;
			for (int n = 2; is_used(import, file->id); n++)
				file->id = pm_arena_printf(&import->arena,
							   "%s-%d", folder, n);
		}
		use(import, file->id);
		pm_id_to_path(&path, &import->edit.snapshot.policy, file->id,
			      NULL);
		file->to = pm_arena_strdup(&import->arena, pm_buf_str(&path));
		pm_buf_release(&path);
		move[i] = (struct pm_move){ file->from, file->to };
	}
	qsort(move, import->nr, sizeof(*move), by_from);
	for (size_t i = 0; i < import->nr; i++)
		pm_adopt_relink(&import->file[i].adopted, import->file[i].from,
				import->file[i].to, move, import->nr);
	code = import_find_links(import, move, import->nr, err);
	free(move);
	return code;
}

/* --- writing --- */

static int begin_history(struct import *import, struct pm_buf *text,
			 enum pm_kind kind, const char *from,
			 struct pm_error *err)
{
	const struct pm_record record = { .kind = kind, .id = from,
					  .path = from };

	return record_history_add(import->ctx, &import->edit.snapshot.policy,
				  text, NULL, &record, "imported", err);
}

/* A document that hides what stands behind it is imported all the same. */
static void begin_histories(struct import *import, struct import_file *file)
{
	struct pm_adopted *a = &file->adopted;
	struct pm_error why = { 0 };

	if (begin_history(import, &a->readme, PM_POSTMORTEM, file->from,
			  &why) < 0)
		command_warn("%s", why.message);
	for (size_t i = 0; i < a->items; i++) {
		struct pm_buf text = { 0 };

		pm_buf_add(&text, a->item[i].text, a->item[i].len);
		if (begin_history(import, &text, PM_ACTION, file->from,
				  &why) < 0)
			command_warn("%s", why.message);
		a->item[i].len = text.len;
		a->item[i].text = pm_arena_strndup(&a->arena,
						   pm_buf_str(&text),
						   text.len);
		pm_buf_release(&text);
	}
}

static int write_all(struct import *import, struct pm_error *err)
{
	struct pm_edit *files = &import->edit.files;
	const struct pm_policy *policy = &import->edit.snapshot.policy;
	struct pm_buf path = { 0 }, message = { 0 }, report = { 0 };
	struct writing writing;
	int code;

	/* All that needs memory comes before anything is written. */
	import_report(import, &report);
	import_message(import, &message);
	for (size_t i = 0; i < import->nr; i++) {
		struct import_file *file = &import->file[i];
		const struct pm_adopted *a = &file->adopted;

		begin_histories(import, file);
		if (!file->in_place)
			pm_edit_move(files, file->from, file->to);
		pm_edit_write(files, file->to, pm_buf_str(&a->readme),
			      a->readme.len, false);
		for (size_t k = 0; k < a->items; k++) {
			pm_buf_reset(&path);
			pm_id_to_path(&path, policy, file->id, a->item[k].name);
			pm_edit_write(files, pm_buf_str(&path), a->item[k].text,
				      a->item[k].len, true);
		}
	}
	code = writing_begin(&writing, import->ctx, files,
			     wants_commit(import->ctx,
					  &import->options->commit), err);
	if (code < 0)
		goto out;
	pm_buf_add(&writing.told, pm_buf_str(&report), report.len);
	pm_buf_reset(&report);
	code = writing_finish(&writing, pm_buf_str(&message), err);
	if (code >= 0)
		import_tell(import, &report);
out:
	writing_release(&writing);
	pm_buf_release(&path);
	pm_buf_release(&message);
	pm_buf_release(&report);
	return code;
}

static void release(struct import *import)
{
	for (size_t i = 0; i < import->nr; i++) {
		pm_buf_release(&import->file[i].text);
		pm_adopted_release(&import->file[i].adopted);
	}
	free(import->file);
	free(import->link);
	free(import->severity);
	free(import->status);
	free(import->owner);
	pm_strlist_release(&import->used);
	record_edit_release(&import->edit);
	pm_arena_release(&import->arena);
}

extern const struct command cmd_import;

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct import import = { .ctx = ctx, .options = options };
	struct pm_error err = { 0 };
	struct pm_buf report = { 0 };
	int code;

	if (!argc)
		return command_usage_error(&cmd_import,
					   "name the documents to adopt");
	code = record_edit_begin(&import.edit, ctx, &err);
	if (code >= 0)
		code = check_defaults(&import, &err);
	if (code >= 0)
		code = read_files(&import, argc, argv, &err);
	if (code >= 0)
		code = adopt_all(&import, &err);
	if (code >= 0)
		code = choose_places(&import, &err);
	if (code >= 0 && import.options->dry_run) {
		import_report(&import, &report);
		import_tell(&import, &report);
	} else if (code >= 0) {
		code = write_all(&import, &err);
	}
	pm_buf_release(&report);
	release(&import);
	return code < 0 ? command_fail(&err) : EXIT_OK;
}

const struct command cmd_import = {
	.name = "import",
	.usage = "<file>...",
	.summary = "adopt post-mortems that were written as Markdown",
	.options = opts,
	.options_size = sizeof(struct import_options),
	.run = run,
	.acts = true,
	.complete = "file",
};
