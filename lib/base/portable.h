/* SPDX-License-Identifier: MIT */
#ifndef PM_PORTABLE_H
#define PM_PORTABLE_H

#include <stddef.h>

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

/*
 * Why Windows cannot make a file or folder of this name (one part of a path),
 * or NULL if it can. Static text that completes "its name ...". After
 * Microsoft's "Naming Files, Paths, and Namespaces".
 */
const char *pm_name_on_windows(const char *name, size_t len);

#endif
