/* SPDX-License-Identifier: MIT */
#include "git/forge.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "git/mainline.h"
#include "git/plumbing.h"

/* How each writes its links; a NULL name is none that can be set. */
static const struct {
	const char *name;
	const char *file, *commit; /* between the project and what is meant */
	const char *source;	   /* shows a file with its lines */
} shape[PM_FORGES] = {
	[PM_FORGE_NONE] = { "none", "", "", "" },
	[PM_FORGE_GITHUB] = { "github", "blob", "commit", "?plain=1" },
	[PM_FORGE_GITLAB] = { "gitlab", "-/blob", "-/commit", "?plain=1" },
	[PM_FORGE_GITEA] = { "gitea", "src/commit", "commit",
			     "?display=source" },
};

static const struct {
	const char *host;
	enum pm_forge_kind kind;
} known[] = {
	{ "github.com", PM_FORGE_GITHUB },
	{ "gitlab.com", PM_FORGE_GITLAB },
	{ "codeberg.org", PM_FORGE_GITEA },
};

#define SCHEME_END "://"

/* Unreserved, RFC 3986, section 2.3, and what parts a path. */
static bool is_plain(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("-._~/", c));
}

static void add_encoded(struct pm_buf *out, const char *s, size_t len,
			bool is_encoded)
{
	for (size_t i = 0; i < len; i++) {
		if (is_plain(s[i]) || (is_encoded && s[i] == '%'))
			pm_buf_addch(out, s[i]);
		else
			pm_buf_addf(out, "%%%02X", (unsigned char)s[i]);
	}
}

/* What an address is made of; borrowed from it. */
struct address {
	const char *scheme;
	const char *host, *path;
	size_t host_len, path_len;
	bool keeps_port;
};

static bool take_apart(struct address *out, const char *s)
{
	static const char *const schemes[] = { "https", "http", "ssh",
					       "git+ssh", "git" };
	const char *at, *end = strstr(s, SCHEME_END);

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; end && i < sizeof(schemes) / sizeof(*schemes); i++) {
		if (strlen(schemes[i]) == (size_t)(end - s) &&
		    !strncasecmp(s, schemes[i], (size_t)(end - s)))
			out->scheme = schemes[i];
	}
	if (end && !out->scheme)
		return false;
	out->host = end ? end + strlen(SCHEME_END) : s;
	out->keeps_port = end && !strncmp(out->scheme, "http", 4);
	/* "git@host:path" of scp; a slash in front of the colon makes it a
	 * path. */
	out->host_len = strcspn(out->host, end ? "/" : "/:");
	if (!end && out->host[out->host_len] != ':')
		return false;
	out->path = out->host + out->host_len;
	at = out->host + out->host_len;
	while (at > out->host && at[-1] != '@')
		at--;
	out->host_len -= (size_t)(at - out->host);
	out->host = at;
	if (end && !out->keeps_port) {
		at = memchr(out->host, ':', out->host_len);
		out->host_len = at ? (size_t)(at - out->host) : out->host_len;
	}
	out->path += strspn(out->path, end ? "/" : ":/");
	out->path_len = strlen(out->path);
	return true;
}

static void cut_end(struct address *address)
{
	static const char git[] = ".git";

	while (address->path_len &&
	       address->path[address->path_len - 1] == '/')
		address->path_len--;
	if (address->path_len > strlen(git) &&
	    !strncmp(address->path + address->path_len - strlen(git), git,
		     strlen(git)))
		address->path_len -= strlen(git);
}

bool pm_forge_page(struct pm_buf *out, const char *address)
{
	struct address a;
	bool is_http;

	if (!take_apart(&a, address))
		return false;
	cut_end(&a);
	if (!a.path_len || a.host_len < 2)
		return false;
	for (size_t i = 0; i < a.host_len; i++)
		if (!isalnum((unsigned char)a.host[i]) &&
		    !strchr(a.keeps_port ? "-.:" : "-.", a.host[i]))
			return false;
	is_http = a.scheme && !strcmp(a.scheme, "http");
	pm_buf_addstr(out, is_http ? "http" SCHEME_END : "https" SCHEME_END);
	for (size_t i = 0; i < a.host_len; i++)
		pm_buf_addch(out, (char)tolower((unsigned char)a.host[i]));
	pm_buf_addch(out, '/');
	add_encoded(out, a.path, a.path_len, a.keeps_port);
	return true;
}

enum pm_forge_kind pm_forge_known(const char *page)
{
	const char *host = strstr(page, SCHEME_END);
	size_t len;

	if (!host)
		return PM_FORGE_NONE;
	host += strlen(SCHEME_END);
	len = strcspn(host, "/");
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i].host) == len &&
		    !strncmp(known[i].host, host, len))
			return known[i].kind;
	return PM_FORGE_NONE;
}

/* PM_FORGES when nothing is set. */
static int read_setting(enum pm_forge_kind *out, struct pm_repo *repo,
			struct pm_error *err)
{
	const char *word = pm_repo_config(repo, "postmortem.forge");

	*out = PM_FORGES;
	for (enum pm_forge_kind k = 0; word && k < PM_FORGES; k++)
		if (!strcasecmp(word, shape[k].name))
			*out = k;
	if (!word || *out != PM_FORGES)
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "postmortem.forge: \"%s\" is no forge; set it to "
		       "github, gitlab, gitea (also for Forgejo) or none",
		       word);
}

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* What a CI job knows of where it is. */
static enum pm_forge_kind ask_job(struct pm_buf *address)
{
	const char *server = environment("GITHUB_SERVER_URL");
	const char *repository = environment("GITHUB_REPOSITORY");
	const char *project = environment("CI_PROJECT_URL");

	if (server && repository) {
		pm_buf_addf(address, "%s/%s", server, repository);
		/* These speak of themselves as if they were GitHub. */
		return environment("GITEA_ACTIONS") ||
				       environment("FORGEJO_ACTIONS") ?
			       PM_FORGE_GITEA :
			       PM_FORGE_GITHUB;
	}
	if (!project)
		return PM_FORGE_NONE;
	pm_buf_addstr(address, project);
	return PM_FORGE_GITLAB;
}

/* Its address as git uses it, url.<base>.insteadOf applied; asks nobody. */
static void ask_remote(struct pm_buf *address, struct pm_repo *repo)
{
	struct pm_strlist argv = { 0 };
	struct pm_error ignored = { 0 };
	char *remote = pm_remote_find(repo, &ignored);

	if (remote) {
		pm_strlist_add_all(&argv, (const char *const[]){
			"git", "ls-remote", "--get-url", "--", remote,
			NULL });
		if (pm_git(&argv, address, &ignored) < 0)
			pm_buf_reset(address);
		pm_buf_rtrim(address);
	}
	pm_strlist_release(&argv);
	free(remote);
}

void pm_forge_own_page(struct pm_buf *out, struct pm_repo *repo)
{
	struct pm_buf address = { 0 };

	ask_remote(&address, repo);
	pm_forge_page(out, pm_buf_str(&address));
	pm_buf_release(&address);
}

static void settle(struct pm_forge *out, enum pm_forge_kind kind,
		   struct pm_buf *page)
{
	if (kind == PM_FORGE_NONE)
		return;
	out->kind = kind;
	out->base = pm_buf_detach(page);
}

int pm_forge_find(struct pm_forge *out, struct pm_repo *repo,
		  const char *base, struct pm_error *err)
{
	struct pm_buf address = { 0 }, page = { 0 };
	enum pm_forge_kind set, kind = PM_FORGE_NONE;
	int code = read_setting(&set, repo, err);

	memset(out, 0, sizeof(*out));
	if (code < 0 || set == PM_FORGE_NONE || (base && !*base))
		return code;
	if (base)
		pm_buf_addstr(&address, base);
	else
		kind = ask_job(&address);
	if (!address.len)
		ask_remote(&address, repo);
	if (pm_forge_page(&page, pm_buf_str(&address))) {
		if (kind == PM_FORGE_NONE)
			kind = pm_forge_known(page.ptr);
		if (kind == PM_FORGE_NONE && base)
			kind = PM_FORGE_GITHUB;
		settle(out, set == PM_FORGES ? kind : set, &page);
	} else if (base) {
		code = pm_fail(err, PM_EINVALID,
			       "\"%s\" is not the address of a project; "
			       "write it as https://<host>/<owner>/<project>",
			       base);
	}
	pm_buf_release(&address);
	pm_buf_release(&page);
	return code;
}

void pm_forge_release(struct pm_forge *forge)
{
	free(forge->base);
	memset(forge, 0, sizeof(*forge));
}

void pm_forge_file(struct pm_buf *out, const struct pm_forge *forge,
		   const char *commit, const char *path, size_t line)
{
	if (forge->kind == PM_FORGE_NONE)
		return;
	pm_buf_addf(out, "%s/%s/%s/", forge->base, shape[forge->kind].file,
		    commit);
	add_encoded(out, path, strlen(path), false);
	if (line)
		pm_buf_addf(out, "%s#L%zu", shape[forge->kind].source, line);
}

void pm_forge_commit(struct pm_buf *out, const struct pm_forge *forge,
		     const char *commit)
{
	if (forge->kind == PM_FORGE_NONE)
		return;
	pm_buf_addf(out, "%s/%s/%s", forge->base, shape[forge->kind].commit,
		    commit);
}
