/* SPDX-License-Identifier: MIT */
#include "cmd/choice.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

bool choice_has(const char *const *words, const char *word)
{
	for (; *words; words++) {
		if (!strcmp(*words, word))
			return true;
	}
	return false;
}

int choice_fail(struct pm_error *err, const char *option, const char *what,
		const char *const *words, const char *word)
{
	struct pm_buf all = { 0 };
	const char *near;
	size_t nr = 0;
	int code;

	while (words[nr])
		nr++;
	near = pm_nearest(word, words, nr);
	for (size_t i = 0; i < nr; i++)
		pm_buf_addf(&all, "%s%s",
			    !i ? "use " : i + 1 < nr ? ", " : " or ",
			    words[i]);
	code = pm_fail(err, PM_EINVALID, "--%s: \"%s\" is not %s; %s%s%s",
		       option, word, what, near ? "did you mean \"" : "",
		       near ? near : pm_buf_str(&all), near ? "\"?" : "");
	pm_buf_release(&all);
	return code;
}
