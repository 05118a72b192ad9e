/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include "git/drivers.h"

#define SET_UP "git postmortem init"

/* Whether the attributes of this repository ask for our drivers. */
static int is_asked_for(bool *merge, bool *diff, struct pm_doctor *doctor,
			struct pm_error *err)
{
	struct pm_attributes item[PM_RECORD_PATTERNS] = { 0 };
	int code;

	for (size_t i = 0; i < PM_RECORD_PATTERNS; i++)
		item[i].pattern = pm_record_pattern[i];
	code = pm_attributes_read(item, PM_RECORD_PATTERNS, doctor->repo,
				  doctor->snapshot.policy.root, false, err);
	*merge = *diff = false;
	for (size_t i = 0; code >= 0 && i < PM_RECORD_PATTERNS; i++) {
		*merge |= pm_attribute_is_ours(item[i].merge);
		*diff |= pm_attribute_is_ours(item[i].diff);
	}
	pm_attributes_release(item, PM_RECORD_PATTERNS);
	return code;
}

static void configure(struct pm_doctor *doctor, struct pm_drivers *drivers,
		      size_t note)
{
	struct pm_error err = { 0 };

	if (pm_drivers_configure(drivers, pm_record_headings, NULL, &err) < 0)
		pm_note_failure(doctor, "drivers", &err);
	else
		doctor->note[note].fixed = "configured in this clone";
}

static void tell_missing(struct pm_doctor *doctor, struct pm_drivers *drivers)
{
	size_t at = doctor->nr;
	struct pm_note *note;

	if (!drivers->merge)
		note = pm_note(doctor, "drivers", "driver-missing",
			       PM_NOTE_WARNING, SET_UP,
			       "the repository asks for the driver \"%s\", "
			       "which this clone has not configured: git "
			       "merges records as plain text, and says nothing",
			       PM_DRIVER);
	else if (!drivers->diff)
		note = pm_note(doctor, "drivers", "driver-diff", PM_NOTE_HINT,
			       SET_UP, "the diff driver is not configured: "
			       "\"git diff\" does not name fields and sections");
	else
		note = pm_note(doctor, "drivers", "driver-older", PM_NOTE_HINT,
			       SET_UP, "the merge driver was configured by an "
			       "earlier version");
	note->is_fixable = true;
	if (doctor->options.fix)
		configure(doctor, drivers, at);
}

static int look_at_start(struct pm_doctor *doctor,
			 const struct pm_drivers *drivers, struct pm_error *err)
{
	enum pm_driver_start start;
	int code = pm_driver_start(&start, drivers, err);

	if (code < 0)
		return code;
	if (start == PM_DRIVER_FAILS)
		pm_note(doctor, "drivers", "driver-fails", PM_NOTE_ERROR, NULL,
			"git cannot run the merge driver, \"git postmortem "
			"merge-driver\": records are merged as plain text");
	else
		pm_note(doctor, "drivers", "driver", PM_NOTE_OK, NULL,
			"records are merged %s",
			start == PM_DRIVER_STARTS ? "field by field" :
						    "by a driver of your own");
	return PM_OK;
}

static int look(struct pm_doctor *doctor, struct pm_drivers *drivers,
		struct pm_error *err)
{
	bool merge, diff;
	int code = is_asked_for(&merge, &diff, doctor, err);

	if (code >= 0)
		code = pm_drivers_find(drivers, err);
	if (code < 0)
		return code;
	if ((merge || diff) && !pm_drivers_are_set(drivers))
		tell_missing(doctor, drivers);
	else if (drivers->merge && !merge)
		pm_note(doctor, "drivers", "driver-unused", PM_NOTE_HINT,
			SET_UP, "the merge driver is configured, but no "
			"attribute asks for it");
	else if (!merge)
		pm_note(doctor, "drivers", "driver-none", PM_NOTE_OK, NULL,
			"records are merged as plain text");
	return merge && drivers->merge ? look_at_start(doctor, drivers, err) :
					 PM_OK;
}

void pm_look_at_drivers(struct pm_doctor *doctor)
{
	struct pm_drivers drivers = { 0 };
	struct pm_error err = { 0 };

	/* Without a work tree nothing is merged. */
	if (!doctor->repo->top)
		return;
	if (look(doctor, &drivers, &err) < 0)
		pm_note_failure(doctor, "drivers", &err);
	pm_drivers_release(&drivers);
}
