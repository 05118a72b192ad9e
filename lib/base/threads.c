/* SPDX-License-Identifier: MIT */
#include "base/threads.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

struct job {
	void (*run)(void *part);
	void *part;
	pthread_t thread;
	bool is_started;
};

size_t pm_threads(size_t nr, size_t least)
{
	size_t threads = nr / least;
	long processors;

	/* Asking opens a file: not for a handful of work. */
	processors = threads < 2 ? 1 : sysconf(_SC_NPROCESSORS_ONLN);
	if (processors < 2)
		return 1;
	if (threads > (size_t)processors)
		threads = (size_t)processors;
	return threads > PM_MAX_THREADS ? PM_MAX_THREADS : threads;
}

static void *start(void *data)
{
	struct job *job = data;

	job->run(job->part);
	return NULL;
}

void pm_in_threads(void (*run)(void *part), void *parts, size_t size,
		   size_t nr)
{
	struct job job[PM_MAX_THREADS];

	for (size_t i = 0; i < nr; i++) {
		job[i] = (struct job){ .run = run,
				       .part = (char *)parts + i * size };
		/* The first part is the calling thread's. */
		if (i)
			job[i].is_started = !pthread_create(
				&job[i].thread, NULL, start, &job[i]);
	}
	for (size_t i = 0; i < nr; i++) {
		if (job[i].is_started)
			pthread_join(job[i].thread, NULL);
		else
			run(job[i].part);
	}
}
