/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "git/process.h"

/* What only a shell understands. */
#define SHELL_SIGNS "|&;<>()$`\\\"' \t\n*?[#~=%"

extern char **environ;

static pid_t pager_pid;

/* git's own choice: GIT_PAGER, core.pager, PAGER, its default. */
static char *choose(struct context *ctx)
{
	static const char *const argv[] = { "git", "var", "GIT_PAGER", NULL };
	const char *own = pm_repo_config(&ctx->repo, "pager.postmortem");
	struct pm_run run = { .argv = argv };
	struct pm_error err;
	struct pm_buf out = { 0 };

	if (getenv("GIT_PAGER_IN_USE") || !isatty(STDOUT_FILENO))
		return NULL;
	if (own && !pm_repo_config_bool(&ctx->repo, "pager.postmortem", true) &&
	    pm_repo_config_bool(&ctx->repo, "pager.postmortem", false) == false)
		return NULL;
	if (pm_run_ok(&run, &out, &err) < 0) {
		pm_buf_release(&out);
		return NULL;
	}
	pm_buf_rtrim(&out);
	if (!out.len || !strcmp(out.ptr, "cat")) {
		pm_buf_release(&out);
		return NULL;
	}
	return pm_buf_detach(&out);
}

void pager_start(struct context *ctx)
{
	char *command = choose(ctx);
	char sh[] = "sh", flag[] = "-c";
	/* As git does: without a shell, one that is missing is noticed. */
	bool plain = command && !strpbrk(command, SHELL_SIGNS);
	char *argv[] = { plain ? command : sh, plain ? NULL : flag, command,
			 NULL };
	posix_spawn_file_actions_t actions;
	int ends[2], code;

	if (!command)
		return;
	fflush(stdout);
	if (pipe(ends) < 0) {
		free(command);
		return;
	}
	/* What git gives its own pager when the user has not chosen. */
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	code = posix_spawnp(&pager_pid, argv[0], &actions, NULL, argv,
			    environ);
	if (!code) {
		dup2(ends[1], STDOUT_FILENO);
		setenv("GIT_PAGER_IN_USE", "true", 1);
		/* The reader may leave early; then so do we. */
		signal(SIGPIPE, SIG_DFL);
	} else {
		pager_pid = 0;
		command_warn("cannot run the pager '%s': %s", command,
			     strerror(code));
	}
	close(ends[0]);
	close(ends[1]);
	posix_spawn_file_actions_destroy(&actions);
	free(command);
}

void pager_finish(void)
{
	int status;

	if (!pager_pid)
		return;
	fflush(stdout);
	close(STDOUT_FILENO);
	while (waitpid(pager_pid, &status, 0) < 0)
		;
	pager_pid = 0;
}
