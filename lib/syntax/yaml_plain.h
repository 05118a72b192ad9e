/* SPDX-License-Identifier: MIT */
#ifndef PM_YAML_PLAIN_H
#define PM_YAML_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/yaml.h"

/*
 * A short cut around libyaml for what most action items consist of: lines of
 * "key: value", each in column 1, whose values YAML takes for nothing but
 * the text that stands there. Where anything else turns up it declines, and
 * libyaml decides. A test holds the two to the same tree.
 */

/* Fill `root` from bytes [start, end), printable ASCII and line ends, as
 * pm_yaml_parse() would; false, and nothing done, when it declines. */
bool pm_yaml_read_plain(struct pm_yaml *root, struct pm_arena *arena,
			const char *text, size_t start, size_t end,
			size_t line);

#endif
