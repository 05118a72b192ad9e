/* SPDX-License-Identifier: MIT */
#ifndef PM_PORTABLE_H
#define PM_PORTABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * What becomes of a path on other machines. macOS and Windows take names that
 * differ only in case for one file, macOS also those that differ only in how
 * an accent is written; Windows cannot make some names at all. Text only:
 * nothing here looks at a disk.
 */

/* Two paths of which this is the same are one file there: NFC (Unicode annex
 * 15), case folded. A path that is not UTF-8 has only its ASCII letters
 * folded. The caller's to free. */
char *pm_path_folded(const char *path);

/* Whether two paths are one file there. */
bool pm_path_is_twin(const char *a, const char *b);

/*
 * The name of a new file or folder, after a title: its slug (base/path.h)
 * behind `day` ("2026-11-30", or "" for none), with a number where Windows
 * could not make it. Nothing is appended when the title has no letter or digit.
 */
void pm_name_of_title(struct pm_buf *out, const char *day, const char *title);

/*
 * What a person reads in a path: two of which this is the same look alike.
 * NFKC, case folded, without what cannot be seen; Greek, Cyrillic and small
 * capital letters that look like Latin ones are those; no part ends in dots or
 * blanks. The caller's to free.
 */
char *pm_path_seen(const char *path);

/*
 * Why Windows cannot make a file or folder of this name (one part of a path),
 * or NULL if it can. Static text that completes "its name ...". After
 * Microsoft's "Naming Files, Paths, and Namespaces".
 */
const char *pm_name_on_windows(const char *name, size_t len);

#endif
