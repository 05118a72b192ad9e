/* SPDX-License-Identifier: MIT */
#include "view/digest_mbox.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "model/address.h"
#include "view/digest_sheet.h"
#include "view/mail.h"

static void add_safe(struct pm_buf *out, const char *text)
{
	pm_text_safe(out, text, strlen(text), PM_SAFE_LINE);
}

/* Tables need a fixed width, which few readers of mail have. */
static void add_line(struct pm_buf *out, const struct pm_digest_line *line)
{
	const char *detail[] = { line->how, line->who, line->id };
	size_t start;

	pm_buf_addstr(out, "\n  * ");
	add_safe(out, line->title ? line->title : line->id);
	pm_buf_addstr(out, "\n    ");
	start = out->len;
	pm_buf_addstr(out, line->when);
	for (size_t i = 0; i < sizeof(detail) / sizeof(*detail); i++) {
		if (!detail[i] || (detail[i] == line->id && !line->title))
			continue;
		pm_buf_addstr(out, out->len > start ? "; " : "");
		add_safe(out, detail[i]);
	}
	pm_buf_addch(out, '\n');
}

static void add_text(struct pm_buf *out, const struct pm_digest_sheet *sheet)
{
	pm_buf_addstr(out, sheet->title);
	pm_buf_addch(out, '\n');
	for (size_t i = 0; i < sheet->groups; i++) {
		const struct pm_digest_group *group = &sheet->group[i];

		pm_buf_addf(out, "\n%s\n", group->title);
		if (group->ask)
			pm_buf_addf(out, "%s\n", group->ask);
		if (group->next)
			pm_buf_addf(out, "git postmortem %s\n", group->next);
		for (size_t k = 0; k < group->lines; k++)
			add_line(out, &group->line[k]);
	}
}

/* What comes first is what is looked at first. */
static void add_subject(struct pm_buf *out,
			const struct pm_digest_sheet *sheet)
{
	const struct pm_digest_line *first = &sheet->group[0].line[0];
	struct pm_buf text = { 0 };
	size_t lines = 0;

	for (size_t i = 0; i < sheet->groups; i++)
		lines += sheet->group[i].lines;
	pm_buf_addf(&text, "%s: ", sheet->group[0].title);
	pm_text_cut(&text, first->title ? first->title : first->id,
		    PM_MAX_MAIL_TEXT / 2);
	if (lines > 1)
		pm_buf_addf(&text, ", and %zu more", lines - 1);
	pm_mail_header(out, "Subject", pm_buf_str(&text));
	pm_buf_release(&text);
}

/* The same digest of the same moment has the same id. */
static void add_id(struct pm_buf *out, const struct pm_digest_mail *mail,
		   const char *to, const char *body)
{
	unsigned long long hash = pm_hash(pm_hash(PM_HASH_START, to), body);
	const char *domain = strchr(mail->from_address, '@');

	pm_buf_addf(out, "Message-ID: <%lld.%016llx%s>\n",
		    (long long)mail->now.epoch, hash, domain);
}

bool pm_digest_mbox(struct pm_buf *out, const struct pm_digest *digest,
		    const struct pm_digest_part *part,
		    const struct pm_digest_mail *mail)
{
	struct pm_buf name = { 0 }, address = { 0 }, body = { 0 };
	struct pm_digest_sheet sheet;
	bool known = part->owner ? pm_policy_mail(&name, &address,
						  mail->policy, part->owner) :
				   !digest->is_for_each;

	if (!known)
		goto out;
	pm_digest_sheet_make(&sheet, digest, part);
	add_text(&body, &sheet);
	pm_mail_begin(out, mail->from_address, mail->now);
	pm_mail_person(out, "From", mail->from_name, mail->from_address);
	if (part->owner)
		pm_mail_person(out, "To", pm_buf_str(&name), address.ptr);
	else
		pm_buf_addstr(out, "To: undisclosed-recipients:;\n");
	add_subject(out, &sheet);
	pm_mail_date(out, mail->now);
	add_id(out, mail, pm_buf_str(&address), pm_buf_str(&body));
	pm_buf_addstr(out, "Auto-Submitted: auto-generated\n");
	pm_mail_body(out, pm_buf_str(&body));
	pm_digest_sheet_release(&sheet);
out:
	pm_buf_release(&name);
	pm_buf_release(&address);
	pm_buf_release(&body);
	return known;
}
