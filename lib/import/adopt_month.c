/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "import/adopt_moment.h"

/* First the full names, since the rest are told by their beginning. Words of
 * fewer letters than these are no month in any of the languages. */
static const char *const months[12] = {
	"january|januar|janvier|enero|gennaio|janeiro|januari|jan|janv|ene|января",
	"february|februar|février|fevrier|febrero|febbraio|fevereiro|"
	"februari|feb|févr|fév|февраля",
	"march|märz|maerz|mars|marzo|março|maart|marts|mar|mrz|марта",
	"april|avril|abril|aprile|apr|avr|abr|апреля",
	"may|mai|mayo|maggio|maio|mei|maj|мая",
	"june|juni|juin|junio|giugno|junho|jun|июня",
	"july|juli|juillet|julio|luglio|julho|jul|juil|июля",
	"august|août|aout|agosto|augustus|aug|ago|августа",
	"september|septembre|septiembre|settembre|setembro|sept|sep|сентября",
	"october|oktober|octobre|octubre|ottobre|outubro|oct|okt|октября",
	"november|novembre|noviembre|novembro|nov|ноября",
	"december|dezember|décembre|decembre|diciembre|dicembre|dezembro|"
	"dec|dez|déc|dic|декабря",
};

int pm_month_at(const char *s, size_t *len)
{
	size_t n = 0;

	while (isalpha((unsigned char)s[n]) || (unsigned char)s[n] >= 0x80)
		n++;
	*len = n;
	for (int m = 0; n >= 3 && m < 12; m++) {
		for (const char *p = months[m]; *p; p += strspn(p, "|")) {
			size_t name = strcspn(p, "|");

			if (name == n && !strncasecmp(p, s, n)) {
				*len += s[n] == '.';
				return m + 1;
			}
			p += name;
		}
	}
	return 0;
}
