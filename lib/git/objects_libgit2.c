/* SPDX-License-Identifier: MIT */
#include "git/objects_backend.h"

#ifdef PM_WITHOUT_LIBGIT2

int pm_libgit2_open(struct pm_libgit2 **out, const struct pm_repo *repo,
		    struct pm_error *err)
{
	(void)out;
	(void)repo;
	return pm_fail(err, PM_ERROR, "this program was built without libgit2");
}

int pm_libgit2_read(struct pm_buf *out, size_t *size, struct pm_libgit2 *lg2,
		    const char *oid, size_t limit, struct pm_error *err)
{
	(void)out;
	(void)size;
	(void)lg2;
	(void)limit;
	return pm_fail(err, PM_ENOTFOUND, "there is no '%s'", oid);
}

void pm_libgit2_close(struct pm_libgit2 *lg2)
{
	(void)lg2;
}

#else

#include <dlfcn.h>
#include <git2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "git/plumbing.h"

/* The ABI that the header describes, and no other. */
#ifdef __APPLE__
#define LIBRARY "libgit2." LIBGIT2_SOVERSION ".dylib"
#else
#define LIBRARY "libgit2.so." LIBGIT2_SOVERSION
#endif

/* What we call of it, with the header's own types. */
#define FUNCTIONS(f)                                                        \
	f(git_libgit2_init) f(git_libgit2_shutdown) f(git_error_last)       \
	f(git_odb_open) f(git_odb_add_disk_alternate) f(git_odb_free)       \
	f(git_oid_fromstr) f(git_odb_read_header) f(git_odb_read)           \
	f(git_odb_object_data) f(git_odb_object_size)                       \
	f(git_odb_object_free) f(git_object_type2string)

#define MEMBER(name) __typeof__(name) *name;
#define LOOKUP(name) { #name, offsetof(struct pm_libgit2, name) },

struct pm_libgit2 {
	FUNCTIONS(MEMBER)
	git_odb *odb;
};

static const struct {
	const char *name;
	size_t offset;
} function[] = { FUNCTIONS(LOOKUP) };

/* Never unloaded: libraries that it brings along do not all bear that. */
static int load(struct pm_libgit2 *lg2, struct pm_error *err)
{
	void *handle = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);

	if (!handle)
		return pm_fail(err, PM_ERROR, "cannot load libgit2: %s",
			       dlerror());
	for (size_t i = 0; i < sizeof(function) / sizeof(*function); i++) {
		void *symbol = dlsym(handle, function[i].name);

		if (!symbol)
			return pm_fail(err, PM_ERROR, "%s has no %s", LIBRARY,
				       function[i].name);
		memcpy((char *)lg2 + function[i].offset, &symbol,
		       sizeof(symbol));
	}
	return 0;
}

static int fail_lg2(const struct pm_libgit2 *lg2, const char *what,
		    struct pm_error *err)
{
	const git_error *last = lg2->git_error_last();

	if (last && last->klass == GIT_ERROR_NOMEMORY)
		pm_no_memory();
	return pm_fail(err, PM_ERROR, "libgit2 cannot %s: %s", what,
		       last && last->message ? last->message : "no reason");
}

/* git shows the replacement, libgit2 what was replaced. */
static int has_replacements(bool *out, struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "for-each-ref", "--count=1", "--format=%(refname)",
		"refs/replace/", NULL
	};
	struct pm_strlist list = { 0 };
	struct pm_buf text = { 0 };
	int code;

	*out = false;
	if (getenv("GIT_NO_REPLACE_OBJECTS"))
		return PM_OK;
	pm_strlist_add_all(&list, argv);
	code = pm_git(&list, &text, err);
	*out = text.len > 0 || getenv("GIT_REPLACE_REF_BASE");
	pm_strlist_release(&list);
	pm_buf_release(&text);
	return code;
}

/* As git takes it: from the top, where it goes before it reads. */
static void object_folder(struct pm_buf *out, const struct pm_repo *repo,
			  const char *given, size_t len)
{
	pm_buf_reset(out);
	if (given[0] != '/' && repo->top)
		pm_buf_addf(out, "%s/", repo->top);
	pm_buf_add(out, given, len);
}

/* The folders of a quarantine or of a script that borrows objects. */
static int add_alternates(struct pm_libgit2 *lg2, const struct pm_repo *repo,
			  struct pm_buf *path, struct pm_error *err)
{
	const char *given = getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");

	while (given && *given) {
		size_t len = strcspn(given, ":");

		if (*given == '"')
			return pm_fail(err, PM_ERROR, "a path in "
				       "GIT_ALTERNATE_OBJECT_DIRECTORIES is "
				       "quoted, which libgit2 cannot read");
		if (len) {
			object_folder(path, repo, given, len);
			if (lg2->git_odb_add_disk_alternate(lg2->odb,
							    path->ptr) < 0)
				return fail_lg2(lg2, "open alternates", err);
		}
		given += len + (given[len] == ':');
	}
	return 0;
}

static int open_objects(struct pm_libgit2 *lg2, const struct pm_repo *repo,
			struct pm_error *err)
{
	const char *given = getenv("GIT_OBJECT_DIRECTORY");
	struct pm_buf path = { 0 };
	int code = 0;

	if (given && *given)
		object_folder(&path, repo, given, strlen(given));
	else
		pm_path_join(&path, repo->common_dir, "objects");
	if (lg2->git_odb_open(&lg2->odb, path.ptr) < 0)
		code = fail_lg2(lg2, "open the objects", err);
	else
		code = add_alternates(lg2, repo, &path, err);
	pm_buf_release(&path);
	return code;
}

int pm_libgit2_open(struct pm_libgit2 **out, const struct pm_repo *repo,
		    struct pm_error *err)
{
	struct pm_libgit2 *lg2;
	bool replaced;
	int code;

	if (strcmp(repo->hash, "sha1") != 0)
		return pm_fail(err, PM_ERROR,
			       "libgit2 cannot read %s objects", repo->hash);
	code = has_replacements(&replaced, err);
	if (code < 0)
		return code;
	if (replaced)
		return pm_fail(err, PM_ERROR,
			       "libgit2 does not know replace references");
	lg2 = pm_xcalloc(1, sizeof(*lg2));
	code = load(lg2, err);
	if (code < 0) {
		free(lg2);
		return code;
	}
	if (lg2->git_libgit2_init() < 0) {
		code = fail_lg2(lg2, "start", err);
		free(lg2);
		return code;
	}
	code = open_objects(lg2, repo, err);
	if (code < 0)
		pm_libgit2_close(lg2);
	else
		*out = lg2;
	return code;
}

int pm_libgit2_read(struct pm_buf *out, size_t *size, struct pm_libgit2 *lg2,
		    const char *oid, size_t limit, struct pm_error *err)
{
	git_odb_object *object = NULL;
	git_object_t type;
	git_oid id;
	size_t length;
	int code;

	if (lg2->git_oid_fromstr(&id, oid) < 0)
		return pm_fail(err, PM_EINVALID, "'%s' is no object id", oid);
	/* The header first: what is too large must not come into memory. */
	code = lg2->git_odb_read_header(&length, &type, lg2->odb, &id);
	if (code == GIT_ENOTFOUND)
		return pm_fail(err, PM_ENOTFOUND, "there is no '%s'", oid);
	if (code < 0)
		return fail_lg2(lg2, "read an object", err);
	if (type != GIT_OBJECT_BLOB)
		return pm_fail(err, PM_EINVALID, "'%s' is a %s, not a file",
			       oid, lg2->git_object_type2string(type));
	if (length <= limit) {
		if (lg2->git_odb_read(&object, lg2->odb, &id) < 0)
			return fail_lg2(lg2, "read an object", err);
		if (lg2->git_odb_object_size(object) != length) {
			lg2->git_odb_object_free(object);
			return pm_fail(err, PM_ERROR,
				       "'%s' changed while it was read", oid);
		}
		pm_buf_add(out, lg2->git_odb_object_data(object), length);
		lg2->git_odb_object_free(object);
	}
	if (size)
		*size = length;
	return 0;
}

void pm_libgit2_close(struct pm_libgit2 *lg2)
{
	lg2->git_odb_free(lg2->odb);
	lg2->git_libgit2_shutdown();
	free(lg2);
}

#endif
