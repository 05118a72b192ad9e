/* SPDX-License-Identifier: MIT */
#include "cmd/sort_key.h"

#include <string.h>
#include <strings.h>

int sort_key_compare(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;
	int order;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (!x->text != !y->text)
		return x->text ? -1 : 1;
	order = x->text ? strcasecmp(x->text, y->text) : 0;
	return order ? order : strcmp(x->id, y->id);
}
