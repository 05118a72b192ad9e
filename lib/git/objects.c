/* SPDX-License-Identifier: MIT */
#include "git/objects.h"

#include <stdbool.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "git/listing.h"
#include "git/objects_backend.h"
#include "git/plumbing.h"

#define MAX_FOLDER (1u << 20) /* bytes of a tree that is taken apart here */

struct pm_objects {
	size_t expected;
	bool is_decided;
	bool is_forced;
	struct pm_libgit2 *lg2; /* NULL: not used */
	struct pm_catfile *cat;
};

/* One pipe, or one handle of a library that does not like two at once: who
 * reads waits, and does with the bytes what he wants beside the next one. */
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;

static struct pm_objects *objects_of(struct pm_repo *repo)
{
	if (!repo->objects) {
		repo->objects = pm_xcalloc(1, sizeof(*repo->objects));
		repo->objects->cat = pm_catfile_new();
	}
	return repo->objects;
}

void pm_objects_expect(struct pm_repo *repo, size_t nr)
{
	struct pm_objects *objects;

	pthread_mutex_lock(&reading);
	objects = objects_of(repo);
	/* A few that were read before do not bind the many. */
	if (!objects->is_decided ||
	    (!objects->lg2 && nr >= PM_OBJECTS_MANY)) {
		objects->is_decided = false;
		objects->expected = nr;
	}
	pthread_mutex_unlock(&reading);
}

static int decide(struct pm_objects *objects, const struct pm_repo *repo,
		  struct pm_error *err)
{
	const char *forced = getenv("GIT_POSTMORTEM_OBJECTS");
	struct pm_error why;
	int code = 0;

	if (objects->is_decided)
		return 0;
	if (!forced || !*forced) {
		if (objects->expected >= PM_OBJECTS_MANY &&
		    pm_libgit2_open(&objects->lg2, repo, &why) < 0)
			objects->lg2 = NULL;
	} else if (!strcmp(forced, "libgit2")) {
		objects->is_forced = true;
		code = pm_libgit2_open(&objects->lg2, repo, err);
	} else if (strcmp(forced, "cat-file") != 0) {
		code = pm_fail(err, PM_EINVALID,
			       "GIT_POSTMORTEM_OBJECTS is '%s', not 'libgit2' "
			       "or 'cat-file'", forced);
	}
	objects->is_decided = code == 0;
	return code;
}

void pm_objects_begin(struct pm_repo *repo)
{
	struct pm_objects *objects;
	struct pm_error err;

	pthread_mutex_lock(&reading);
	objects = objects_of(repo);
	if (decide(objects, repo, &err) == 0 && !objects->lg2)
		pm_catfile_begin(objects->cat);
	pthread_mutex_unlock(&reading);
}

static bool is_id_of(const struct pm_repo *repo, const char *oid)
{
	return pm_is_oid(oid) &&
	       strlen(oid) == strlen(pm_repo_empty_tree(repo));
}

static int missing(const char *oid, struct pm_error *err)
{
	return pm_fail(err, PM_ERROR, "the object %s is missing or damaged "
		       "(see git fsck)", oid);
}

static int read_object(struct pm_buf *out, size_t *size, struct pm_repo *repo,
		       const char *oid, size_t limit, struct pm_error *err)
{
	struct pm_objects *objects = objects_of(repo);
	struct pm_error why;
	int code = decide(objects, repo, err);

	pm_buf_reset(out);
	if (code < 0)
		return code;
	if (!is_id_of(repo, oid))
		return pm_fail(err, PM_EINVALID, "'%s' is no object id", oid);
	if (objects->lg2) {
		code = pm_libgit2_read(out, size, objects->lg2, oid, limit,
				       &why);
		if (code == 0)
			return 0;
		if (code == PM_EINVALID)
			return pm_fail(err, PM_EINVALID, "%s", why.message);
	}
	code = pm_catfile_read(out, size, NULL, objects->cat, oid, limit, err);
	if (code == PM_ENOTFOUND)
		return missing(oid, err);
	/* Where git finds more (a partial clone fetches), git it is. */
	if (code == 0 && objects->lg2 && !objects->is_forced) {
		pm_libgit2_close(objects->lg2);
		objects->lg2 = NULL;
	}
	return code;
}

int pm_object_read(struct pm_buf *out, size_t *size, struct pm_repo *repo,
		   const char *oid, size_t limit, struct pm_error *err)
{
	int code;

	pthread_mutex_lock(&reading);
	code = read_object(out, size, repo, oid, limit, err);
	pthread_mutex_unlock(&reading);
	return code;
}

/*
 * For a name that does not fit the line that cat-file reads, and for one that
 * it calls missing: it says so of a missing object, too.
 */
static int read_listed(struct pm_buf *out, size_t *size, char **oid,
		       struct pm_repo *repo, const char *revision,
		       const char *path, size_t limit, struct pm_error *err)
{
	struct pm_entries list = { 0 };
	struct pm_arena arena = { 0 };
	const struct pm_entry *entry;
	int code = pm_list_tree(&list, &arena, repo, revision, &path, 1, err);

	if (code < 0)
		goto out;
	entry = pm_entries_find(&list, path);
	if (!entry && list.nr)
		code = pm_fail(err, PM_EINVALID, "'%s' is a folder", path);
	else if (!entry)
		code = pm_fail(err, PM_ENOTFOUND, "there is no '%s' in %s",
			       path, revision);
	else if (entry->mode == PM_MODE_GITLINK)
		code = pm_fail(err, PM_EINVALID,
			       "'%s' is a submodule, not a file", path);
	else
		code = pm_catfile_read(out, size, oid, repo->objects->cat,
				       entry->oid, limit, err);
	if (entry && code == PM_ENOTFOUND)
		code = missing(entry->oid, err);

out:
	pm_entries_release(&list);
	pm_arena_release(&arena);
	return code;
}

int pm_object_read_path(struct pm_buf *out, size_t *size, char **oid,
			struct pm_repo *repo, const char *revision,
			const char *path, size_t limit, struct pm_error *err)
{
	struct pm_buf name = { 0 };
	int code = PM_ENOTFOUND;

	pm_buf_reset(out);
	pm_buf_addf(&name, "%s:%s", revision, path);
	pthread_mutex_lock(&reading);
	if (!strchr(name.ptr, '\n'))
		code = pm_catfile_read(out, size, oid, objects_of(repo)->cat,
				       name.ptr, limit, err);
	pthread_mutex_unlock(&reading);
	if (code == PM_ENOTFOUND)
		code = read_listed(out, size, oid, repo, revision, path, limit,
				   err);
	pm_buf_release(&name);
	return code;
}

int pm_object_folder(char **oid, struct pm_repo *repo, const char *revision,
		     const char *path, struct pm_error *err)
{
	struct pm_buf name = { 0 };
	int code = 0;

	pm_buf_addf(&name, "%s:%s", revision, path);
	pthread_mutex_lock(&reading);
	if (!strchr(name.ptr, '\n'))
		code = pm_catfile_folder(oid, objects_of(repo)->cat, name.ptr,
					 err);
	pthread_mutex_unlock(&reading);
	pm_buf_release(&name);
	return code;
}

char *pm_objects_commit(struct pm_repo *repo, const char *revision)
{
	char *id = NULL;

	pthread_mutex_lock(&reading);
	if (repo->objects)
		id = pm_catfile_commit(repo->objects->cat, revision);
	pthread_mutex_unlock(&reading);
	return id;
}

/* "<mode> <name>" NUL, and the id as bytes. */
static bool parse_tree(struct pm_entries *out, struct pm_arena *arena,
		       const struct pm_buf *tree, size_t id_len,
		       const char *path)
{
	const char *p = pm_buf_str(tree), *end = p + tree->len;

	while (p < end) {
		const char *nul = memchr(p, '\0', (size_t)(end - p));
		char *blank, *id;
		unsigned mode = nul ? pm_git_mode(p, &blank) : 0;

		if (!mode || (size_t)(end - nul - 1) < id_len)
			return false;
		id = pm_arena_alloc(arena, 2 * id_len + 1);
		for (size_t i = 0; i < id_len; i++)
			snprintf(id + 2 * i, 3, "%02x",
				 (unsigned char)nul[1 + i]);
		pm_entries_add(out,
			       pm_arena_printf(arena, "%s/%s", path,
					       blank + 1),
			       mode, id);
		p = nul + 1 + id_len;
	}
	pm_entries_sort(out);
	return true;
}

bool pm_object_tree(struct pm_entries *out, struct pm_arena *arena,
		    struct pm_repo *repo, const char *tree, const char *path)
{
	struct pm_buf text = { 0 };
	bool read;

	pthread_mutex_lock(&reading);
	read = repo->objects && pm_catfile_tree(&text, repo->objects->cat,
						tree, MAX_FOLDER);
	pthread_mutex_unlock(&reading);
	if (read && !parse_tree(out, arena, &text,
				strlen(pm_repo_empty_tree(repo)) / 2, path)) {
		out->nr = 0;
		read = false;
	}
	pm_buf_release(&text);
	return read;
}

bool pm_object_entries(struct pm_entries *out, struct pm_arena *arena,
		       struct pm_repo *repo, const char *revision,
		       const char *path)
{
	struct pm_buf name = { 0 };
	bool read;

	pm_buf_addf(&name, "%s:%s", revision, path);
	read = pm_object_tree(out, arena, repo, pm_buf_str(&name), path);
	pm_buf_release(&name);
	return read;
}

void pm_objects_close(struct pm_repo *repo)
{
	struct pm_objects *objects = repo->objects;

	if (!objects)
		return;
	if (objects->lg2)
		pm_libgit2_close(objects->lg2);
	pm_catfile_free(objects->cat);
	free(objects);
	repo->objects = NULL;
}
