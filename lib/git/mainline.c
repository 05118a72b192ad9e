/* SPDX-License-Identifier: MIT */
#include "git/mainline.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/strlist.h"
#include "git/plumbing.h"
#include "git/process.h"

#define HEADS "refs/heads/"
#define REMOTES "refs/remotes/"

/* "refs/heads/topic"; NULL when HEAD is detached. */
static int find_branch(char **out, struct pm_error *err)
{
	static const char *const argv[] = { "git", "symbolic-ref", "-q",
					    "HEAD", NULL };
	const struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf ref = { 0 };
	int code = pm_run(&run, &ref, NULL, err);

	pm_buf_rtrim(&ref);
	*out = code == 0 && ref.len ? pm_xstrdup(ref.ptr) : NULL;
	pm_buf_release(&ref);
	return code < 0 ? code : PM_OK;
}

/* The names of all remotes that have an address. */
static void list_remotes(struct pm_strlist *out, struct pm_repo *repo)
{
	static const char before[] = "remote.", behind[] = ".url";

	pm_repo_config(repo, ""); /* reads it */
	for (size_t i = 0; i < repo->config.nr; i++) {
		const char *key = repo->config.item[i];
		size_t len = strcspn(key, "\n");

		if (strncmp(key, before, strlen(before)) ||
		    len <= strlen(before) + strlen(behind) ||
		    strncmp(key + len - strlen(behind), behind,
			    strlen(behind)))
			continue;
		pm_strlist_addn(out, key + strlen(before),
				len - strlen(before) - strlen(behind));
	}
	pm_strlist_sort_unique(out);
}

static char *remote_of(struct pm_repo *repo, const char *branch)
{
	struct pm_strlist remotes = { 0 };
	struct pm_buf key = { 0 };
	const char *chosen = NULL;
	char *remote = NULL;

	if (branch && !strncmp(branch, HEADS, strlen(HEADS))) {
		pm_buf_addf(&key, "branch.%s.remote", branch + strlen(HEADS));
		chosen = pm_repo_config(repo, pm_buf_str(&key));
	}
	list_remotes(&remotes, repo);
	if (chosen && pm_strlist_has(&remotes, chosen))
		remote = pm_xstrdup(chosen);
	else if (remotes.nr == 1 || pm_strlist_has(&remotes, "origin"))
		remote = pm_xstrdup(remotes.nr == 1 ? remotes.item[0] :
						      "origin");
	pm_strlist_release(&remotes);
	pm_buf_release(&key);
	return remote;
}

char *pm_remote_find(struct pm_repo *repo, struct pm_error *err)
{
	char *branch = NULL, *remote = NULL;

	if (find_branch(&branch, err) >= 0)
		remote = remote_of(repo, branch);
	free(branch);
	return remote;
}

/* One reference that is there. */
struct ref {
	const char *name, *target, *upstream; /* "" where there is none */
};

struct refs {
	struct pm_buf text;
	struct ref *item;
	size_t nr;
	size_t alloc;
};

static const struct ref *find_ref(const struct refs *refs, const char *name)
{
	for (size_t i = 0; i < refs->nr; i++)
		if (!strcmp(refs->item[i].name, name))
			return &refs->item[i];
	return NULL;
}

/* Those of the names in `argv` that are references. */
static int read_refs(struct refs *refs, const struct pm_strlist *argv,
		     struct pm_error *err)
{
	int code = pm_git(argv, &refs->text, err);
	char *at = refs->text.ptr, *end = at + refs->text.len;

	while (code >= 0 && at && at < end) {
		struct ref ref;

		ref.name = pm_git_field(&at, end);
		ref.target = ref.name ? pm_git_field(&at, end) : NULL;
		ref.upstream = ref.target ? pm_git_field(&at, end) : NULL;
		if (!ref.upstream)
			break;
		at += at < end && *at == '\n';
		PM_GROW(refs->item, refs->nr, refs->alloc);
		refs->item[refs->nr++] = ref;
	}
	return code;
}

/* The names a main branch may have, under `prefix`, in the order in which
 * they count. */
static void add_usual(struct pm_strlist *out, struct pm_repo *repo,
		      const char *prefix)
{
	const char *chosen = pm_repo_config(repo, "init.defaultbranch");

	if (chosen)
		pm_strlist_addf(out, "%s%s", prefix, chosen);
	pm_strlist_addf(out, "%smain", prefix);
	pm_strlist_addf(out, "%smaster", prefix);
}

static const char *first_there(const struct refs *refs,
			       const struct pm_strlist *names,
			       const char *besides)
{
	for (size_t i = 0; i < names->nr; i++)
		if (find_ref(refs, names->item[i]) &&
		    (!besides || strcmp(names->item[i], besides)))
			return names->item[i];
	return NULL;
}

/* What is asked about: the current branch, and what it may be merged into. */
struct question {
	struct pm_strlist theirs, ours; /* usual names, remote and local */
	struct pm_buf head, copy;	/* of the remote */
	const char *branch;
};

static const char *choose(const struct question *q, const struct refs *refs)
{
	const struct ref *head = q->head.len ?
					 find_ref(refs, q->head.ptr) : NULL;
	const struct ref *branch = q->branch ? find_ref(refs, q->branch) :
					       NULL;
	const char *upstream = branch && *branch->upstream ?
				       branch->upstream : NULL;
	const char *found;

	if (head)
		return *head->target ? head->target : head->name;
	/* What was pushed of it already is no other branch. */
	if (upstream && strcmp(upstream, pm_buf_str(&q->copy)))
		return upstream;
	found = first_there(refs, &q->theirs, NULL);
	return found ? found : first_there(refs, &q->ours, q->branch);
}

static int refuse(const struct pm_repo *repo, const char *remote,
		  struct pm_error *err)
{
	struct pm_buf fix = { 0 };
	int code;

	if (remote && !repo->is_bare)
		pm_buf_addf(&fix, "; \"git remote set-head %s --auto\" finds "
			    "the remote's default branch", remote);
	if (repo->is_shallow)
		pm_buf_addstr(&fix, "; this clone is shallow, \"git fetch "
			      "--unshallow\" gets the rest");
	code = pm_fail(err, PM_ENOTFOUND,
		       "there is no default branch to compare with; name a "
		       "range, as in \"git postmortem review "
		       "<base>..<head>\"%s", pm_buf_str(&fix));
	pm_buf_release(&fix);
	return code;
}

static int ask(char **ref, struct question *q, struct pm_repo *repo,
	       const char *remote, struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_buf prefix = { 0 };
	struct refs refs = { 0 };
	const char *found = NULL;
	int code;

	if (remote) {
		pm_buf_addf(&prefix, REMOTES "%s/", remote);
		pm_buf_addf(&q->head, "%sHEAD", prefix.ptr);
		if (q->branch)
			pm_buf_addf(&q->copy, "%s%s", prefix.ptr,
				    q->branch + strlen(HEADS));
		add_usual(&q->theirs, repo, prefix.ptr);
	}
	add_usual(&q->ours, repo, HEADS);
	pm_strlist_add_all(&argv, (const char *const[]){
		"git", "for-each-ref",
		"--format=%(refname)%00%(symref)%00%(upstream)%00", NULL });
	if (q->branch)
		pm_strlist_add(&argv, q->branch);
	if (remote)
		pm_strlist_add(&argv, q->head.ptr);
	for (size_t i = 0; i < q->theirs.nr; i++)
		pm_strlist_add(&argv, q->theirs.item[i]);
	for (size_t i = 0; i < q->ours.nr; i++)
		pm_strlist_add(&argv, q->ours.item[i]);
	code = read_refs(&refs, &argv, err);
	if (code >= 0)
		found = choose(q, &refs);
	if (found)
		*ref = pm_xstrdup(found);
	free(refs.item);
	pm_buf_release(&refs.text);
	pm_strlist_release(&argv);
	pm_buf_release(&prefix);
	return code < 0 || found ? code : refuse(repo, remote, err);
}

int pm_mainline_find(char **ref, struct pm_repo *repo, struct pm_error *err)
{
	struct question q = { 0 };
	char *branch = NULL, *remote = NULL;
	int code = find_branch(&branch, err);

	if (code >= 0) {
		remote = remote_of(repo, branch);
		if (branch && !strncmp(branch, HEADS, strlen(HEADS)))
			q.branch = branch;
		code = ask(ref, &q, repo, remote, err);
	}
	pm_strlist_release(&q.theirs);
	pm_strlist_release(&q.ours);
	pm_buf_release(&q.head);
	pm_buf_release(&q.copy);
	free(branch);
	free(remote);
	return code;
}

/* What the branch is called at its remote, or here. */
static const char *own_name(const char *ref, const char *remote)
{
	const char *name = ref + strlen(REMOTES), *slash;

	if (!strncmp(ref, HEADS, strlen(HEADS)))
		return ref + strlen(HEADS);
	if (strncmp(ref, REMOTES, strlen(REMOTES)) != 0)
		return ref;
	if (!strncmp(name, remote, strlen(remote)) &&
	    name[strlen(remote)] == '/')
		return name + strlen(remote) + 1;
	slash = strchr(name, '/');
	return slash ? slash + 1 : name;
}

static void add_tip(struct pm_strlist *tips, struct pm_repo *repo,
		    const char *ref)
{
	char *id = NULL;

	if (pm_repo_resolve(repo, ref, &id, &(struct pm_error){ 0 }) >= 0)
		pm_strlist_add(tips, id);
	free(id);
}

int pm_mainline_tips(struct pm_strlist *tips, char **name,
		     struct pm_repo *repo, struct pm_error *err)
{
	char *branch = NULL, *remote = NULL, *ref = NULL;
	struct pm_buf here = { 0 };
	int code = find_branch(&branch, err);

	if (code >= 0)
		remote = remote_of(repo, branch);
	if (code >= 0)
		code = remote ? pm_mainline_find(&ref, repo, err) :
				pm_fail(err, PM_ENOTFOUND, "there is no "
					"remote");
	if (code >= 0) {
		pm_buf_addf(&here, HEADS "%s", own_name(ref, remote));
		if (branch && !strcmp(branch, here.ptr))
			code = pm_fail(err, PM_ENOTFOUND, "the default branch "
				       "is the current one");
	}
	if (code >= 0) {
		add_tip(tips, repo, ref);
		add_tip(tips, repo, here.ptr);
		*name = pm_xstrdup(strncmp(ref, REMOTES, strlen(REMOTES)) ?
					   own_name(ref, remote) :
					   ref + strlen(REMOTES));
	}
	pm_buf_release(&here);
	free(branch);
	free(remote);
	free(ref);
	return code;
}

int pm_merge_base(char **out, struct pm_repo *repo, const char *a,
		  const char *b, const char *from, const char *to,
		  struct pm_error *err)
{
	const char *argv[] = { "git", "merge-base", a, b, NULL };
	const struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf id = { 0 };
	int code = pm_run(&run, &id, NULL, err);

	pm_buf_rtrim(&id);
	if (code == 0)
		*out = pm_buf_detach(&id);
	else if (code > 0 && !id.len && repo->is_shallow)
		code = pm_fail(err, PM_ENOTFOUND,
			       "this clone is shallow and does not reach back "
			       "to where %s and %s parted; \"git fetch "
			       "--deepen=<commits>\" or \"git fetch "
			       "--unshallow\" gets what is missing", from, to);
	else if (code > 0 && !id.len)
		code = pm_fail(err, PM_ENOTFOUND,
			       "%s and %s have no commit in common", from, to);
	pm_buf_release(&id);
	return code > 0 ? pm_fail(err, PM_ERROR, "'git merge-base' failed") :
			  code;
}
