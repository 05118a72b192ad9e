/* SPDX-License-Identifier: MIT */
#ifndef PM_TEXT_H
#define PM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Text as people read it: what is safe to send to a terminal, how wide it
 * is, whether two writings are the same word, which of some words was meant.
 */

/* Whether an encoding's name, or NULL, means UTF-8, as for git. */
bool pm_text_is_utf8_name(const char *encoding);
/* Append what was written in one encoding in another. False, and nothing is
 * appended, when either is unknown or cannot say all of it. */
bool pm_text_recode(struct pm_buf *out, const char *s, size_t len,
		    const char *from, const char *to);

/* Decode one UTF-8 character at s[0..len); its bytes (1..4), or 0 if invalid. */
size_t pm_utf8_decode(const char *s, size_t len, uint32_t *out);
bool pm_utf8_is_valid(const char *s, size_t len);

/*
 * A character that hides or reorders text: bidirectional controls, zero-width
 * and other default-ignorable characters (Unicode TR 36, "Trojan Source"),
 * C0 and C1 controls but TAB, LF, CR. A short static name such as
 * "right-to-left override", or NULL for an ordinary character.
 */
const char *pm_hidden_character(uint32_t c);
/* Whether such a character is at home between its neighbours (0 at an end): a
 * joiner between emoji or inside a script that needs it, a variation selector
 * or tag behind an emoji. It hides nothing there. */
bool pm_hidden_is_expected(uint32_t before, uint32_t c, uint32_t after);

/*
 * Append `s` made safe for a terminal: ESC becomes \x1b, a bidirectional
 * control <U+202E>, an invalid byte \xff; TAB and LF stay only if asked for.
 * Every byte of a file or a commit that is printed for a person goes through
 * here.
 */
enum pm_safe {
	PM_SAFE_LINE = 0,	/* one line: LF and TAB become a space */
	PM_SAFE_TEXT = 1 << 0,	/* LF and TAB stay */
};
void pm_text_safe(struct pm_buf *out, const char *s, size_t len,
		  enum pm_safe how);

/*
 * Put a blank into what a runner of GitHub's workflows takes for a command:
 * "::" where a line or a word begins becomes ": :", and "##[" anywhere
 * "## [" (actions/runner, ActionCommand.cs). Applies from byte `start` on;
 * doing it again changes nothing. pm_text_safe() does it where GITHUB_ACTIONS
 * is "true", since every line that a step prints is looked at there.
 */
void pm_text_defuse(struct pm_buf *text, size_t start);

/* Columns on a terminal, by grapheme cluster; needs no locale. */
size_t pm_text_width(const char *s);
/* Append at most `width` columns of `s`; a cut ends in U+2026. With `pad`,
 * blanks fill up to `width`. */
void pm_text_fit(struct pm_buf *out, const char *s, size_t width, bool pad);
/*
 * How many bytes of s[0..len), which is one line, fit into `width` columns;
 * *next is where the next line begins, `len` behind the last. It breaks at
 * blanks and between wide characters; a word that is longer than a line behind
 * a hyphen or a slash, else anywhere between two characters. Blanks in front
 * of all stay; a sequence that sets colours takes no room; a tab goes on to
 * the next eighth column.
 */
size_t pm_text_break(const char *s, size_t len, size_t width, size_t *next);
/* Append at most `most` bytes of `s`, and U+2026 where something was cut; no
 * character is. */
void pm_text_cut(struct pm_buf *out, const char *s, size_t most);
/* Break `s` at blanks into lines of at most `width` columns; every line but
 * the first starts with `indent` blanks, and the first leaves as much room
 * for what the caller put there. A newline in `s` stays, a longer word is not
 * broken. No newline at the end. */
void pm_text_wrap(struct pm_buf *out, const char *s, size_t width,
		  size_t indent);

/*
 * The form in which two writings of a name compare equal: NFKC, case folded,
 * ignorable characters dropped, leading numbering ("1.", "2)") and a trailing
 * "{#id}" stripped; emoji, punctuation and white space separate words and
 * collapse into one blank, an apostrophe vanishes. Returned string is the
 * caller's to free; "" for invalid UTF-8.
 */
char *pm_text_normal(const char *s, size_t len);

/* How many letters or digits of any script `s` holds. */
size_t pm_text_letters(const char *s, size_t len);

/* How many words, as people count them: what has a letter or a digit between
 * blanks; of scripts without blanks, each character. */
size_t pm_text_words(const char *s, size_t len);

/* The entry of `names` (nr of them) that was probably meant by `word`
 * (optimal string alignment distance, at most a third of its length); NULL if
 * none is near. Borrowed from `names`. */
const char *pm_nearest(const char *word, const char *const *names, size_t nr);
/* The one of which `word` is a slip of the pen, or NULL: pm_nearest(), where no
 * more than PM_MAX_SLIP letters are left out or added; or one that has or lacks
 * that many at its end ("alias" for "aliases"). What is none may be right, and
 * known to others alone. */
const char *pm_near_miss(const char *word, const char *const *names, size_t nr);

#endif
