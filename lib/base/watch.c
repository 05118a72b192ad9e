/* SPDX-License-Identifier: MIT */
#include "base/watch.h"

void pm_watch_begin(const struct pm_watch *watch, const char *title)
{
	if (watch && watch->begin)
		watch->begin(watch->payload, title);
}

void pm_watch_step(const struct pm_watch *watch, size_t done)
{
	if (watch && watch->step)
		watch->step(watch->payload, done);
}

void pm_watch_end(const struct pm_watch *watch)
{
	if (watch && watch->end)
		watch->end(watch->payload);
}

void pm_watch_notice(const struct pm_watch *watch, const char *text)
{
	if (watch && watch->notice)
		watch->notice(watch->payload, text);
}
