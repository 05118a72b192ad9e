/* SPDX-License-Identifier: MIT */
#ifndef CMD_ORIGIN_H
#define CMD_ORIGIN_H

/* Where this program was built from; see HOME_URL in the Makefile. Each is ""
 * when nobody said it. */
struct origin {
	const char *source; /* what git fetches its sources from */
	const char *version; /* the commit of them, else the tag */
	const char *release; /* the address of its release's tar file ... */
	const char *sha256; /* ... and what that has to hash to */
};
extern const struct origin origin;

#endif
