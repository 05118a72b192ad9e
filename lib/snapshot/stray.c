/* SPDX-License-Identifier: MIT */
#include "snapshot/stray.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/portable.h"

#define DOCUMENT "readme.md" /* as it is seen */

/* --- names --- */

static bool ends_in(const char *name, size_t len, const char *ending)
{
	size_t tail = strlen(ending);

	return len > tail && !strncasecmp(name + len - tail, ending, tail);
}

static bool is_text(const char *name, size_t len)
{
	static const char *const ending[] = {
		".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".mkdn", NULL
	};

	for (size_t i = 0; ending[i]; i++)
		if (ends_in(name, len, ending[i]))
			return true;
	return false;
}

/* "readme", or with any ending but that of a copy which an editor left. */
static bool is_readme(const char *seen)
{
	static const char *const kept[] = { "",	     ".md",   ".markdown",
					    ".mdown", ".mdwn", ".mkd",
					    ".mkdn",  ".txt",  ".rst",
					    ".adoc",  ".md.txt", ".md.md" };

	if (strncmp(seen, "readme", 6))
		return false;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (!strcmp(seen + 6, kept[i]))
			return true;
	return false;
}

bool pm_stray_may_be(const char *path)
{
	const char *name = pm_path_base(path);
	size_t len = strlen(name);
	char *seen;
	bool may;

	while (len && strchr(". ", name[len - 1]))
		len--;
	if (is_text(name, len) || !strncasecmp(name, "readme", 6))
		return true;
	for (; *name; name++)
		if (*name & 0x80)
			break;
	if (!*name)
		return false;
	seen = pm_path_seen(pm_path_base(path));
	may = is_text(seen, strlen(seen)) || is_readme(seen);
	free(seen);
	return may;
}

/* --- places --- */

struct place {
	const char *rest; /* behind the root, or behind what looks like it */
	char *seen;	  /* the same as people read it */
	bool is_alike;	  /* not the root itself */
	bool is_folded;	  /* at the top, and differs in nothing that people
			   * see */
};

/* Up to a slash: whether two names are one but for hyphens and the like. */
static bool is_nearly(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, "-_ ");
		b += strspn(b, "-_ ");
		if (*a == '/' || !*a)
			return *b == '/' || !*b;
		if (*a++ != *b++)
			return false;
	}
}

static const char *next_part(const char *path)
{
	path += strcspn(path, "/");
	return path + (*path == '/');
}

/* What stands behind a folder that looks like the root, or NULL. `seen` is the
 * path as people read it. */
static const char *behind_root(struct place *out, const char *seen,
			       const char *root, const char *path)
{
	out->is_folded = true;
	for (; *root; seen = next_part(seen), root = next_part(root),
		      path = next_part(path)) {
		size_t len = strcspn(root, "/");

		if (!is_nearly(seen, root) || !strchr(path, '/'))
			return NULL;
		out->is_folded = out->is_folded && seen[len] == '/' &&
				 !strncmp(seen, root, len);
	}
	return path;
}

/* False where people would not look for it below the root either. */
static bool find_place(struct place *out, const char *root, const char *path)
{
	char *path_seen, *root_seen;
	const char *p, *rest = NULL;

	*out = (struct place){ 0 };
	if (pm_path_is_within(path, root) && strcmp(path, root)) {
		out->rest = path + strlen(root) + (*root != '\0');
		out->seen = pm_path_seen(out->rest);
		return strncmp(out->rest, ".git", 4) &&
		       strncmp(out->rest, ".postmortem/", 12);
	}
	path_seen = pm_path_seen(path);
	root_seen = pm_path_seen(root);
	out->is_alike = true;
	/* From the top, or from any folder: there it is another's root. */
	for (p = path_seen; !rest && strchr(path, '/');
	     p = next_part(p), path = next_part(path)) {
		rest = behind_root(out, p, root_seen, path);
		out->is_folded = out->is_folded && p == path_seen;
	}
	free(path_seen);
	free(root_seen);
	out->rest = rest;
	out->seen = rest ? pm_path_seen(rest) : NULL;
	return rest != NULL;
}

/* Its name says so, whatever it holds: a record's but for how it or the root
 * is written. */
static bool is_named_so(const struct place *place,
			const struct pm_policy *policy)
{
	struct pm_buf path = { 0 };
	const char *slash = strchr(place->seen, '/');
	bool named = slash && *place->seen != '.' &&
		     !strcmp(slash + 1, DOCUMENT);

	if (place->is_alike && place->is_folded && strchr(place->rest, '/')) {
		pm_path_join(&path, policy->root, place->rest);
		named = named || pm_path_is_record(policy, pm_buf_str(&path),
						   PM_MODE_FILE);
	} else if (place->is_alike) {
		named = false;
	}
	pm_buf_release(&path);
	return named;
}

/* --- what it holds --- */

static bool tells_of_incident(const struct pm_record *record)
{
	static const enum pm_field field[] = {
		PM_F_SEVERITY, PM_F_STARTED, PM_F_DETECTED, PM_F_MITIGATED,
		PM_F_RESOLVED, PM_F_INCIDENT,
	};

	for (size_t i = 0; i < sizeof(field) / sizeof(*field); i++)
		if (pm_record_get(record, field[i]))
			return true;
	return false;
}

/* Front matter with fields that others have as well is not enough. */
static bool reads_as(enum pm_kind kind, const struct pm_policy *policy,
		     const struct pm_entry *entry, const struct pm_buf *text)
{
	struct pm_arena arena = { 0 };
	struct pm_record record = { .kind = kind, .id = "",
				    .path = entry->path };
	bool answer;

	pm_record_read(&record, &arena, pm_buf_str(text), text->len, policy,
		       PM_READ_FIELDS);
	answer = pm_record_text(&record, PM_F_TITLE) != NULL;
	if (kind == PM_ACTION)
		answer = answer && pm_record_get(&record, PM_F_STATE);
	else
		answer = answer &&
			 (tells_of_incident(&record) ||
			  (*policy->root &&
			   pm_record_get(&record, PM_F_STATUS) &&
			   pm_record_status(&record) != PM_STATUSES));
	pm_arena_release(&arena);
	return answer;
}

/* Some editors put it in front of UTF-8. */
#define BOM "\xef\xbb\xbf"

/* 0: neither; else an enum pm_kind. */
static int kind_of(const struct pm_stray_look *look,
		   const struct pm_entry *entry, struct pm_error *err)
{
	struct pm_buf text = { 0 };
	const char *begin;
	size_t size = 0;
	int code = pm_source_read(&text, &size, look->source, entry,
				  PM_MAX_DOCUMENT, err);

	if (code >= 0)
		code = 0;
	begin = pm_buf_str(&text);
	begin += !strncmp(begin, BOM, strlen(BOM)) ? strlen(BOM) : 0;
	if (code == 0 && size <= PM_MAX_DOCUMENT && !strncmp(begin, "---", 3)) {
		if (reads_as(PM_ACTION, look->policy, entry, &text))
			code = PM_ACTION;
		else if (reads_as(PM_POSTMORTEM, look->policy, entry, &text))
			code = PM_POSTMORTEM;
	}
	pm_buf_release(&text);
	return code;
}

/* --- where it would be one --- */

static const char *target(const struct pm_stray_look *look,
			  const struct place *place, enum pm_kind kind)
{
	const char *base = pm_path_base(place->rest);
	const char *name = base + strspn(base, ".");
	const char *dot = strrchr(name, '.');
	size_t stem = dot ? (size_t)(dot - name) : strlen(name);
	size_t len = strcspn(place->rest, "/");
	const char *folder = place->rest;
	struct pm_buf path = { 0 };
	const char *kept;

	/* The nearest folder is the post-mortem's; an item's is the first. */
	if (base > place->rest && kind == PM_POSTMORTEM) {
		len = (size_t)(base - place->rest) - 1;
		while (len && folder + len > place->rest &&
		       memchr(folder, '/', len)) {
			size_t part = strcspn(folder, "/") + 1;

			folder += part;
			len -= part;
		}
	} else if (base == place->rest) {
		len = (size_t)(name - base) + stem;
	}
	while (len > 1 && *folder == '.') {
		folder++;
		len--;
	}
	pm_buf_add(&path, folder, len);
	kept = pm_arena_strdup(look->arena, pm_buf_str(&path));
	pm_buf_reset(&path);
	if (kind == PM_POSTMORTEM)
		pm_id_to_path(&path, look->policy, kept, NULL);
	else
		pm_id_to_path(&path, look->policy, kept,
			      pm_arena_strndup(look->arena, name, stem));
	kept = pm_arena_strdup(look->arena, pm_buf_str(&path));
	pm_buf_release(&path);
	return kept;
}

/* Beside a document of its own name others are attachments, but for a second
 * README of whatever ending. */
static int is_attached(const struct pm_stray_look *look,
		       const struct place *place, struct pm_error *err)
{
	const char *slash = strchr(place->seen, '/');
	struct pm_buf path = { 0 };
	size_t len = strcspn(place->rest, "/");
	const char *id;
	int code;

	if (place->is_alike || !slash || *place->rest == '.' ||
	    (!strchr(slash + 1, '/') && is_readme(slash + 1)))
		return 0;
	id = pm_arena_strndup(look->arena, place->rest, len);
	pm_id_to_path(&path, look->policy, id, NULL);
	code = look->has_document(look->payload, pm_buf_str(&path), err);
	pm_buf_release(&path);
	return code;
}

int pm_stray_look(struct pm_stray *out, const struct pm_stray_look *look,
		  const struct pm_entry *entry, struct pm_error *err)
{
	struct place place;
	int kind = 0, attached = 0;

	if (!pm_mode_is_file(entry->mode) || !pm_stray_may_be(entry->path) ||
	    pm_path_is_record(look->policy, entry->path, entry->mode))
		return 0;
	if (find_place(&place, look->policy->root, entry->path)) {
		if (!is_named_so(&place, look->policy))
			kind = kind_of(look, entry, err);
		else if (strchr(place.rest, '/') &&
			 strcmp(pm_path_base(place.seen), DOCUMENT))
			kind = PM_ACTION;
		else
			kind = PM_POSTMORTEM;
		if (kind == PM_POSTMORTEM)
			attached = is_attached(look, &place, err);
	}
	if (kind > 0 && attached == 0)
		*out = (struct pm_stray){
			.path = pm_arena_strdup(look->arena, entry->path),
			.kind = (enum pm_kind)kind,
			.to = target(look, &place, (enum pm_kind)kind),
		};
	free(place.seen);
	if (kind < 0 || attached < 0)
		return kind < 0 ? kind : attached;
	return kind > 0 && attached == 0;
}

/* --- all of a place --- */

/* Names directly in a folder, folders among them. */
static int list_names(struct pm_entries *out, struct pm_arena *arena,
		      const struct pm_source *source, const char *folder,
		      struct pm_error *err)
{
	if (source->place == PM_WORKTREE)
		return pm_list_worktree_folder(out, arena, source->repo,
					       folder, err);
	return pm_list_folder(out, arena, source->repo, source->base, folder,
			      err);
}

/* Records lie two folders below a root; what was put too deep, deeper. */
#define DEEP 5

static int list_files(struct pm_entries *out, struct pm_arena *arena,
		      const struct pm_source *source,
		      const struct pm_strlist *path, struct pm_error *err)
{
	int code = PM_OK;

	/* No path would be every path. */
	if (!path->nr)
		return PM_OK;
	if (source->place != PM_WORKTREE)
		return pm_source_list(out, arena, source,
				      (const char *const *)path->item,
				      path->nr, err);
	for (size_t i = 0; i < path->nr && code >= 0; i++)
		code = pm_list_worktree(out, arena, source->repo,
					path->item[i], DEEP, err);
	return code;
}

/* Below `parent`, which looks like the root up to there. */
static int find_roots(struct pm_entries *out, struct pm_arena *arena,
		      const struct pm_source *source, const char *root,
		      const char *parent, const char *seen,
		      struct pm_error *err)
{
	struct pm_entries names = { 0 };
	const char *more = next_part(seen);
	int code = list_names(&names, arena, source, parent, err);

	for (size_t i = 0; i < names.nr && code >= 0; i++) {
		const struct pm_entry *e = &names.item[i];
		char *name;

		if (e->mode != PM_MODE_TREE || !strcmp(e->path, root))
			continue;
		name = pm_path_seen(pm_path_base(e->path));
		if (is_nearly(name, seen) && *more)
			code = find_roots(out, arena, source, root, e->path,
					  more, err);
		else if (is_nearly(name, seen))
			pm_entries_add(out, e->path, e->mode, e->oid);
		free(name);
	}
	pm_entries_release(&names);
	return code < 0 ? code : PM_OK;
}

int pm_stray_roots(struct pm_entries *out, struct pm_arena *arena,
		   const struct pm_source *source, const char *root,
		   struct pm_error *err)
{
	char *seen = pm_path_seen(root);
	int code = *seen ? find_roots(out, arena, source, root, "", seen, err) :
			   PM_OK;

	free(seen);
	return code;
}

static int has_document(void *payload, const char *path, struct pm_error *err)
{
	const struct pm_snapshot *snapshot = payload;
	const struct pm_postmortem *pm;
	struct pm_buf id = { 0 };

	(void)err;
	if (!pm_path_to_id(&id, NULL, &snapshot->policy, path))
		return 0;
	pm = pm_snapshot_find(snapshot, pm_buf_str(&id));
	pm_buf_release(&id);
	return pm && pm->record.path;
}

static int take(struct pm_strays *out, const struct pm_stray_look *look,
		const struct pm_entries *files, struct pm_error *err)
{
	for (size_t i = 0; i < files->nr; i++) {
		struct pm_stray stray;
		int code = pm_stray_look(&stray, look, &files->item[i], err);

		if (code < 0)
			return code;
		if (!code)
			continue;
		PM_GROW(out->item, out->nr, out->alloc);
		out->item[out->nr++] = stray;
	}
	return PM_OK;
}

int pm_strays_find(struct pm_strays *out, const struct pm_snapshot *snapshot,
		   const struct pm_entries *known, struct pm_error *err)
{
	const struct pm_stray_look look = {
		.arena = &out->arena,
		.source = &snapshot->source,
		.policy = &snapshot->policy,
		.has_document = has_document,
		.payload = (void *)snapshot,
	};
	const char *root = snapshot->policy.root;
	struct pm_entries roots = { 0 }, files = { 0 };
	struct pm_strlist path = { 0 };
	int code = pm_stray_roots(&roots, &out->arena, &snapshot->source, root,
				  err);

	if (!known)
		pm_strlist_add(&path, root);
	for (size_t i = 0; i < roots.nr; i++)
		pm_strlist_add(&path, roots.item[i].path);
	if (code >= 0)
		code = list_files(&files, &out->arena, &snapshot->source, &path,
				  err);
	if (code >= 0 && known)
		code = take(out, &look, known, err);
	if (code >= 0)
		code = take(out, &look, &files, err);
	pm_entries_release(&roots);
	pm_entries_release(&files);
	pm_strlist_release(&path);
	return code;
}

void pm_strays_release(struct pm_strays *strays)
{
	free(strays->item);
	pm_arena_release(&strays->arena);
	*strays = (struct pm_strays){ 0 };
}
