/* SPDX-License-Identifier: MIT */
#include "cmd/init_ci.h"

#include <string.h>

#include "base/embedded.h"
#include "base/limits.h"
#include "syntax/yaml.h"

#define PLACEHOLDER "@ROOT@"
#define GITLAB_JOB ".gitlab/ci/postmortem.yml"
#define GITLAB_MAIN ".gitlab-ci.yml"

static const struct service {
	const char *name;
	const char *path;
	const char *embedded;
} services[] = {
	{ "github", ".github/workflows/postmortem.yml", "github.yml" },
	{ "gitlab", GITLAB_JOB, "gitlab.yml" },
};

static const struct service *find(const char *name)
{
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++) {
		if (!strcmp(services[i].name, name))
			return &services[i];
	}
	return NULL;
}

int init_ci_check(const struct command *command, const struct init_ci *ci)
{
	if (!ci->service || find(ci->service))
		return EXIT_OK;
	return command_usage_error(command, "--ci is github or gitlab, not "
				   "\"%s\"", ci->service);
}

/* "<root>/" as the beginning of a pattern, which means itself. */
static void add_pattern(struct pm_buf *out, const char *root)
{
	if (!*root || !strcmp(root, "."))
		return;
	for (; *root; root++) {
		if (strchr("*?+[]{}!\\", *root))
			pm_buf_addch(out, '\\');
		pm_buf_addch(out, *root);
	}
	pm_buf_addch(out, '/');
}

static void compose(struct pm_buf *out, const struct pm_embedded *file,
		    const char *root)
{
	const char *text = file->text, *mark;

	while ((mark = strstr(text, PLACEHOLDER "/")) != NULL) {
		const char *rest = mark + strlen(PLACEHOLDER "/");
		size_t len = strcspn(rest, "\n");
		struct pm_buf pattern = { 0 };

		pm_buf_add(out, text, (size_t)(mark - text));
		add_pattern(&pattern, root);
		pm_buf_add(&pattern, rest, len);
		pm_yaml_quote(out, pm_buf_str(&pattern), false);
		pm_buf_release(&pattern);
		text = rest + len;
	}
	pm_buf_addstr(out, text);
}

/* A file that cannot be read holds nothing that we know. */
static void read_file(struct context *ctx, const char *path,
		      struct pm_buf *out)
{
	struct pm_error ignored = { 0 };
	size_t size;

	if (pm_worktree_read(out, &size, &ctx->repo, path, PM_MAX_POLICY,
			     &ignored) < 0)
		pm_buf_reset(out);
}

static void write_include(struct context *ctx, struct init_ci *ci,
			  struct pm_edit *edit)
{
	const struct pm_embedded *file =
		pm_embedded_find("gitlab-include.yml");
	struct pm_buf there = { 0 };

	if (init_write(ctx, edit, GITLAB_MAIN, file->text, file->len))
		return;
	read_file(ctx, GITLAB_MAIN, &there);
	ci->lacks_include = !strstr(pm_buf_str(&there), GITLAB_JOB);
	pm_buf_release(&there);
}

void init_ci_write(struct context *ctx, struct init_ci *ci, const char *root,
		   struct pm_edit *edit)
{
	const struct service *service = ci->service ? find(ci->service) : NULL;
	struct pm_buf text = { 0 }, there = { 0 };

	if (!service)
		return;
	compose(&text, pm_embedded_find(service->embedded), root);
	if (init_write(ctx, edit, service->path, text.ptr, text.len)) {
		ci->written = service->path;
	} else {
		read_file(ctx, service->path, &there);
		if (strcmp(pm_buf_str(&there), text.ptr))
			ci->different = service->path;
	}
	if (!strcmp(service->path, GITLAB_JOB))
		write_include(ctx, ci, edit);
	pm_buf_release(&text);
	pm_buf_release(&there);
}

void init_ci_paths(const struct init_ci *ci, struct pm_strlist *out)
{
	const struct service *service = ci->service ? find(ci->service) : NULL;

	if (service)
		pm_strlist_add(out, service->path);
	if (service && !strcmp(service->path, GITLAB_JOB))
		pm_strlist_add(out, GITLAB_MAIN);
}

void init_ci_hint(struct context *ctx, const struct init_ci *ci)
{
	if (ci->different)
		command_hint(ctx, "%s is not what this version writes; to "
			     "compare, move it away and run this again",
			     ci->different);
	if (ci->lacks_include)
		command_hint(ctx, "add to " GITLAB_MAIN ":\n%s",
			     pm_embedded_find("gitlab-include.yml")->text);
	if (ci->written)
		command_hint(ctx, "set POSTMORTEM_SOURCE and "
			     "POSTMORTEM_VERSION in %s: what the job builds "
			     "git-postmortem from", ci->written);
}
