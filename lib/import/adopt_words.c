/* SPDX-License-Identifier: MIT */
#include "import/adopt_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* Every word stands in its normal form: lower case, one blank between. */

static const char *const labels[M_MEANINGS] = {
	[M_TITLE] = "title|incident title|incident name|name of incident|"
		    "subject|titel|titre|título|タイトル",
	[M_DATE] = "date|incident date|date of incident|date of the incident|"
		   "outage date|date of outage|event date|day|when|"
		   "date and time|date time|incident time|incident date time|"
		   "time of incident|incident window|outage window|"
		   "incident period|outage period|downtime|dates|occurred|"
		   "occurred at|occurred on|happened|happened on|datum|"
		   "datum des vorfalls|zeitraum|fecha|data|dato|"
		   "date de l incident|date de lincident|fecha del incidente|"
		   "日付|発生日|日期|дата|дата инцидента|날짜|발생일",
	[M_LENGTH] = "duration|incident duration|outage duration|"
		     "total duration|duration of incident|"
		     "duration of outage|length|dauer|durée|duración",
	[M_STATUS] = "status|postmortem status|post mortem status|"
		     "report status|document status|review status|"
		     "estado|statut|ステータス",
	[M_SEVERITY] = "severity|incident severity|sev|severity level|"
		       "sev level|incident level|severity of incident|"
		       "incident sev|level|schweregrad|gravité|sévérité|"
		       "gravedad|severidad|severidade|alvorlighed|重大度|"
		       "критичность|серьёзность|심각도|"
		       "incident severity level|impact level|classification",
	[M_PRIORITY] = "priority|incident priority|priorität|priorité|"
		       "prioridad|prioridade|優先度",
	[M_OWNER] = "owner|postmortem owner|post mortem owner|"
		    "document owner|report owner|doc owner|review owner|"
		    "responsible|dri|postmortem lead|post mortem lead|"
		    "verantwortlich|verantwortlicher|verantwortliche|"
		    "responsable|responsável|担当者|担当|ответственный|владелец|"
		    "담당자",
	[M_AUTHOR] = "author|authors|author s|by|written by|prepared by|"
		     "report author|report by|created by|"
		     "autor|autoren|autorin|auteur|auteurs|autores|"
		     "forfatter|作成者",
	[M_LEAD] = "incident commander|commander|ic|incident lead|"
		   "incident leader|incident manager|incident owner|"
		   "lead|lead responder|sre lead|incident mgmt lead|"
		   "incident management lead|incident coordinator|"
		   "major incident manager|incident captain|"
		   "incident commander ic|einsatzleiter|einsatzleitung|"
		   "commandant d incident|インシデントコマンダー",
	[M_TEAMS] = "team|teams|team s|teams involved|involved teams|"
		    "team involved|owning team|owner team|responsible team|"
		    "responsible teams|squad|squads|équipe|équipes|equipo|"
		    "equipos|teams impliquées",
	[M_SERVICES] = "service|services|service s|service name|"
		       "affected service|affected services|"
		       "affected service s|services affected|"
		       "service affected|impacted service|"
		       "impacted services|services impacted|"
		       "affected system|affected systems|systems affected|"
		       "impacted systems|system|systems|component|"
		       "components|affected components|"
		       "components affected|product|products|"
		       "affected product|affected products|"
		       "affected application|affected applications|"
		       "application|applications|betroffene dienste|"
		       "betroffene systeme|betroffener dienst|"
		       "services impactés|servicios afectados|影響サービス",
	[M_INCIDENT] = "incident|incident number|incident id|incident no|"
		       "incident ticket|incident link|incident key|"
		       "incident ref|incident reference|incident issue|"
		       "incident url|incident report|link to incident issue|"
		       "incident issue link|link to incident|"
		       "incident channel|"
		       "ticket|tickets|jira|jira ticket|jira issue|"
		       "tracking issue|tracking bug|tracking ticket|"
		       "issue|issue number|bug|case|id|reference|ref|"
		       "pagerduty incident|postmortem id|pm id|"
		       "vorfallnummer|ticketnummer",
	[M_STARTED] = "started|start|start time|start date time|start date|"
		      "started at|start at|start date and time|time started|"
		      "time of start|start time utc|incident start|"
		      "incident started|incident start time|"
		      "start of incident|incident began|incident begin|"
		      "impact start|impact started|impact start time|"
		      "start of impact|outage start|outage started|"
		      "outage start time|start of outage|issue started|"
		      "issue start|began|begin|began at|begin time|from|"
		      "time of occurrence|beginn|début|inicio|início|"
		      "開始|発生日時|開始時刻|発生時刻|発生|начало|시작|"
		      "시작 시간|발생",
	[M_DETECTED] = "detected|detection time|detected at|detected on|"
		       "time detected|time of detection|detection|"
		       "incident detected|issue detected|discovered|"
		       "discovered at|discovery|discovery time|identified|"
		       "identified at|first alert|alerted|alerted at|"
		       "noticed|noticed at|erkannt|entdeckt|détecté|"
		       "detectado|detectado em|detectado a las|détection|"
		       "détecté à|検知|検知時刻|обнаружено|обнаружение|"
		       "감지|감지 시간",
	[M_MITIGATED] = "mitigated|mitigation time|mitigated at|"
			"time mitigated|time of mitigation|mitigation|"
			"incident mitigated|impact mitigated|recovered|"
			"recovered at|recovery|service restored|restored|"
			"restored at|restoration time|time restored|"
			"behelfslösung|atténué|mitigado|暫定対応",
	[M_RESOLVED] = "resolved|resolution time|resolved at|resolved on|"
		       "time resolved|time of resolution|incident resolved|"
		       "incident end|incident ended|incident end time|"
		       "end of incident|end|end time|end date time|"
		       "end date|end date and time|ended|ended at|end at|"
		       "impact end|impact ended|impact end time|"
		       "end of impact|outage end|outage ended|"
		       "outage end time|end of outage|fixed|fixed at|"
		       "finish|finished|until|to|all clear|ende|behoben|"
		       "fin|résolu|résolution|résolu à|resuelto|resuelto a las|"
		       "resolvido|resolvido em|fim|復旧|復旧時刻|解決|終了|"
		       "решено|устранено|конец|해결|복구|종료",
	[M_TO_DETECT] = "time to detect|time to detection|ttd|mttd|"
			"time to discover|time to discovery|"
			"time to detect ttd|ttd time to detect|"
			"detection delay|time until detection",
	[M_TO_MITIGATE] = "time to mitigate|time to mitigation|ttm|mttm|"
			  "time to mitigate ttm|time to recovery|"
			  "time to recover|time to restore|"
			  "time to restoration|time to restore service|"
			  "ttm time to mitigate|recovery time|"
			  "time to recover ttr|time to recovery ttr",
	[M_TO_RESOLVE] = "time to resolve|time to resolution|ttr|mttr|"
			 "time to resolve ttr|ttr time to resolve|"
			 "time to fix|time to repair",
	[M_ATTENDEES] = "attendees|attendee|participants|participant|"
			"postmortem attendees|post mortem attendees|"
			"meeting attendees|meeting participants|"
			"debrief attendees|debrief participants|"
			"review attendees|review participants|"
			"retrospective attendees|retro attendees|"
			"postmortem participants|people present|present|"
			"in attendance|attendance|teilnehmer|"
			"teilnehmende|asistentes|deltagere|参加者",
	[M_DEBRIEF_DATE] = "postmortem date|post mortem date|debrief|"
			   "debrief date|review date|meeting date|"
			   "postmortem meeting|post mortem meeting|"
			   "postmortem meeting date|meeting scheduled for|"
			   "review meeting|review meeting date|retro date|"
			   "retrospective date|date of review|"
			   "date of postmortem|date of post mortem|"
			   "date of debrief|debriefed|reviewed on|"
			   "retrospective held|postmortem held",
	[M_FACILITATOR] = "facilitator|postmortem facilitator|"
			  "post mortem facilitator|meeting facilitator|"
			  "debrief facilitator|review facilitator|"
			  "facilitated by|moderator|moderation|"
			  "modérateur|moderador",
	[M_RECORDING] = "recording|call recording|meeting recording|"
			"video recording|recording link|recording url|"
			"debrief recording|postmortem recording|"
			"zoom recording|aufzeichnung|enregistrement",
	[M_KNOWN] = "last modified|last updated|updated|updated at|"
		    "modified|published|published on|created|created at|"
		    "version|category|incident status|reported by|reporter|"
		    "reviewers|reviewer|approver|approvers|people involved|"
		    "names of people involved|responders|contributors",
};

static const char *const columns[C_COLUMNS] = {
	[C_TITLE] = "action item|action items|action|actions|item|items|"
		    "task|tasks|todo|to do|what|title|name|follow up|"
		    "follow ups|followup|followups|follow up item|"
		    "follow up action|recommendation|recommendations|"
		    "corrective action|corrective actions|"
		    "preventive action|preventive measure|measure|"
		    "improvement|remediation|remediation item|activity|"
		    "summary|work item|step|next step|action required|"
		    "massnahme|massnahme|massnahmen|aufgabe|aktion|tâche|"
		    "acción|acciones|tarea|ação|handling|対応|対応策|"
		    "アクション|再発防止策",
	[C_OWNER] = "owner|owners|owner s|who|assignee|assignees|"
		    "assigned to|assigned|responsible|responsible person|"
		    "dri|lead|person|by whom|contact|poc|owned by|"
		    "action owner|responsibility|verantwortlich|"
		    "verantwortliche|verantwortlicher|zuständig|"
		    "zuständigkeit|wer|responsable|qui|quién|asignado a|"
		    "responsável|ansvarlig|担当|担当者",
	[C_TEAM] = "team|teams|owning team|squad|group|department|équipe|"
		   "equipo|チーム",
	[C_DUE] = "due|due date|due by|due on|deadline|target date|target|"
		  "eta|when|by when|date|date due|expected date|"
		  "expected by|complete by|completion date|target completion|"
		  "target completion date|timeline|timeframe|by|"
		  "fällig|fällig am|fälligkeit|frist|termin|bis|bis wann|"
		  "wann|échéance|date limite|fecha|fecha límite|plazo|"
		  "prazo|期限|期日",
	[C_TICKET] = "ticket|tickets|ticket link|ticket url|bug|bugs|bug no|"
		     "issue|issues|issue link|jira|jira ticket|jira link|"
		     "jira issue|jira key|link|links|url|tracking|"
		     "tracking issue|tracking bug|tracker|tracking ticket|"
		     "tracking link|reference|ref|github issue|gitlab issue|"
		     "linear|asana|card|story|チケット",
	[C_STATE] = "status|state|progress|current status|stand|zustand|"
		    "estado|statut|状態|ステータス|進捗",
	[C_DONE] = "done|completed|complete|finished|closed|resolved|"
		   "erledigt|fait|hecho|date completed|completed on|"
		   "done on|完了",
	[C_TYPE] = "type|types|category|kind|class|classification|"
		   "action type|typ|art|tipo|種類|種別",
	[C_PRIORITY] = "priority|prio|p|pri|severity|urgency|importance|"
		       "impact|priorität|priorité|prioridad|優先度",
	[C_EVIDENCE] = "evidence|pr|prs|pull request|merge request|mr|"
		       "commit|change|proof|pr link|pull requests",
	[C_REASON] = "reason|why|rationale|justification|begründung",
	[C_NOTES] = "notes|note|comment|comments|remark|remarks|details|"
		    "detail|description|context|update|updates|outcome|"
		    "acceptance criteria|definition of done|bemerkung|"
		    "bemerkungen|kommentar|anmerkung|beschreibung|備考|内容",
	[C_NUMBER] = "no|nr|id|number|num|row|index|番号",
};

/* What is neither in the policy nor worth an alias there. */
static const char action_sections[] =
	"action plan|action points|action list|actions and follow ups|"
	"actions to take|actions taken and planned|action items and owners|"
	"action items and follow ups|action items followups|"
	"action items follow ups|actions items|"
	"corrective action|corrective action items|corrective actions items|"
	"corrective measures|corrective and preventive actions|"
	"preventive actions|preventive measures|preventative measures|"
	"preventative actions|prevention|follow up|follow up tasks|"
	"followup actions|followup items|follow up action items|"
	"future actions|future work|further actions|improvement actions|"
	"items to follow up|mitigation items|next actions|"
	"planned actions|post incident actions|postmortem actions|"
	"remediation actions|remediation plan|remediation tasks|"
	"required actions|todos|to dos|work items|what s next|whats next|"
	"what are we doing|what we are doing|"
	"what are we doing to prevent this|what will we do|"
	"aktionen|folgemassnahmen|korrekturmassnahmen|massnahmen|"
	"nächste schritte|aufgaben|actions correctives|actions à mener|"
	"plan d action|plan daction|prochaines étapes|suivi|acciones|"
	"acciones correctivas|próximos pasos|plan de acción|ações|"
	"ações corretivas|próximos passos|handlingspunkter|"
	"opfølgning|acties|azioni|azioni correttive|"
	"アクションアイテム|アクション|再発防止策|対応策|今後の対応|行动项|"
	"改进措施";

static const char timeline_sections[] =
	"timeline|time line|incident timeline|timeline of incident|"
	"timeline of the incident|timeline utc|timeline of events|"
	"event timeline|detailed timeline|outage timeline|events|log|"
	"incident log|chronology of events|zeitachse|zeitlicher ablauf|"
	"ablauf|zeitleiste|chronologie|cronología|linha do tempo|tidslinje|"
	"tijdlijn|タイムライン|時系列|时间线";

static const char genre[] =
	"postmortem|post mortem|postmortem report|post mortem report|"
	"postmortem template|post mortem template|incident|incident report|"
	"incident review|incident postmortem|incident post mortem|"
	"incident retrospective|incident summary|incident title|rca|"
	"root cause analysis|retrospective|post incident review|"
	"post incident report|pir|outage report|outage|title|"
	"title incident|title incident #|title of the incident|"
	"title of incident|template|document title|untitled";

static const char *const states[PM_STATES] = {
	[PM_PROPOSED] = "proposed|proposal|open|todo|to do|not started|new|"
			"pending|backlog|planned|unstarted|not done|no|"
			"waiting|on hold|deferred|postponed|offen|geplant|"
			"à faire|pendiente|未着手|未対応",
	[PM_ACCEPTED] = "accepted|agreed|committed|approved|scheduled|"
			"assigned|confirmed|akzeptiert|vereinbart",
	[PM_IN_PROGRESS] = "in progress|inprogress|wip|started|ongoing|"
			   "doing|in review|under way|underway|in work|"
			   "active|in arbeit|laufend|en cours|en curso|"
			   "em andamento|対応中|進行中",
	[PM_DONE] = "done|complete|completed|finished|closed|fixed|resolved|"
		    "implemented|merged|deployed|shipped|released|landed|"
		    "delivered|yes|x|✓|✔|erledigt|fertig|abgeschlossen|fait|"
		    "terminé|hecho|completado|feito|concluído|færdig|完了|済|"
		    "已完成",
	[PM_DECLINED] = "declined|wont do|will not do|wont fix|wontfix|"
			"won t do|won t fix|rejected|cancelled|canceled|"
			"dropped|not doing|abandoned|obsolete|discarded|"
			"not planned|no action|abgelehnt|verworfen|rejeté|"
			"rechazado|見送り",
};

static const char *const statuses[PM_STATUSES] = {
	[PM_DRAFT] = "draft|wip|work in progress|in progress|writing|"
		     "incomplete|preliminary|open|ongoing|investigating|"
		     "started|new|todo|to do|entwurf|in arbeit|brouillon|"
		     "borrador|下書き|作成中",
	[PM_IN_REVIEW] = "in review|review|under review|ready for review|"
			 "needs review|awaiting review|pending review|"
			 "in prüfung|レビュー中",
	[PM_REVIEWED] = "reviewed|approved|published|shared|accepted|"
			"complete action items in progress|"
			"completed action items in progress|"
			"final action items in progress|geprüft",
	[PM_CLOSED] = "closed|complete|completed|done|final|finalized|"
		      "finalised|finished|archived|abgeschlossen|"
		      "terminé|cerrado|完了",
};

static const struct {
	const char *type;
	const char *words;
} types[] = {
	{ "prevent", "prevent|prevention|preventive|preventative|"
		     "preventing|prevents|vorbeugung|prävention|再発防止" },
	{ "detect", "detect|detection|detective|detecting|monitoring|"
		    "alerting|observability|erkennung|検知" },
	{ "mitigate", "mitigate|mitigation|mitigative|mitigating|repair|"
		      "remediate|remediation|corrective|recover|recovery|"
		      "respond|response|fix|緩和" },
	{ "process", "process|processes|procedure|documentation|training|"
		     "communication|organisational|organizational|prozess" },
	{ "investigate", "investigate|investigation|research|analysis|"
			 "analyse|analyze|spike|untersuchung|調査" },
};

static const struct {
	const char *priority;
	const char *words;
} priorities[] = {
	{ "high", "high|highest|critical|urgent|p0|p1|immediate|must|"
		  "blocker|asap|very high|hoch|haute|alta|高" },
	{ "medium", "medium|normal|moderate|p2|med|should|mittel|moyenne|"
		    "media|中" },
	{ "low", "low|lowest|p3|p4|p5|minor|nice to have|could|niedrig|"
		 "basse|baja|低" },
};

bool pm_words_have(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = words; p && len; p = strchr(p, '|')) {
		p += *p == '|';
		if (!strncmp(p, word, len) && (!p[len] || p[len] == '|'))
			return true;
	}
	return false;
}

size_t pm_words_begin(const char *words, const char *text)
{
	size_t longest = 0;

	for (const char *p = words; p; p = strchr(p, '|')) {
		size_t len;

		p += *p == '|';
		len = strcspn(p, "|");
		if (len > longest && !strncasecmp(p, text, len) &&
		    !isalnum((unsigned char)text[len]))
			longest = len;
	}
	return longest;
}

enum meaning pm_label_meaning(const char *normal)
{
	for (int m = M_NONE + 1; m < M_MEANINGS; m++) {
		if (pm_words_have(labels[m], normal))
			return (enum meaning)m;
	}
	return M_NONE;
}

enum column pm_column_meaning(const char *normal)
{
	for (int c = C_NONE + 1; c < C_COLUMNS; c++) {
		if (pm_words_have(columns[c], normal))
			return (enum column)c;
	}
	return C_NONE;
}

bool pm_words_are_actions(const char *normal)
{
	return pm_words_have(action_sections, normal) ||
	       strstr(normal, "action item") ||
	       strstr(normal, "follow up item");
}

bool pm_words_are_timeline(const char *normal)
{
	return pm_words_have(timeline_sections, normal) ||
	       pm_words_begin("timeline|incident timeline", normal);
}

bool pm_words_are_genre(const char *normal)
{
	return pm_words_have(genre, normal);
}

bool pm_words_is_state(const char *normal)
{
	for (int s = 0; s < PM_STATES; s++) {
		if (pm_words_have(states[s], normal))
			return true;
	}
	return false;
}

enum pm_state pm_words_state(const char *normal)
{
	for (int s = 0; s < PM_STATES; s++) {
		if (pm_words_have(states[s], normal))
			return (enum pm_state)s;
	}
	/* "done in v2.3", "closed (see #12)", "won't do: too expensive" */
	if (pm_words_begin(states[PM_DECLINED], normal))
		return PM_DECLINED;
	if (pm_words_begin("not done|not yet", normal))
		return PM_PROPOSED;
	if (pm_words_begin(states[PM_IN_PROGRESS], normal))
		return PM_IN_PROGRESS;
	if (pm_words_begin("done|complete|completed|finished|closed|fixed|"
			   "resolved|implemented|merged|deployed",
			   normal))
		return PM_DONE;
	return PM_STATES;
}

enum pm_status pm_words_status(const char *normal)
{
	for (int s = 0; s < PM_STATUSES; s++) {
		if (pm_words_have(statuses[s], normal))
			return (enum pm_status)s;
	}
	for (int s = 0; s < PM_STATUSES; s++) {
		if (pm_words_begin(statuses[s], normal))
			return strstr(normal, "action item") && s == PM_CLOSED
				       ? PM_REVIEWED
				       : (enum pm_status)s;
	}
	return PM_STATUSES;
}

const char *pm_words_type(const char *normal)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (pm_words_have(types[i].words, normal))
			return types[i].type;
	}
	return NULL;
}

const char *pm_words_priority(const char *normal)
{
	for (size_t i = 0; i < sizeof(priorities) / sizeof(*priorities); i++) {
		if (pm_words_have(priorities[i].words, normal) ||
		    pm_words_begin(priorities[i].words, normal))
			return priorities[i].priority;
	}
	return NULL;
}
