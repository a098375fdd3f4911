"""The words of the fence: for what reason, on which part, until when.

Plain Python, used by the access table, the rules' tests and the screens.
"""

from datetime import datetime

OPEN_END = datetime(9999, 12, 31)

# Why somebody may see a file. One row of client.access holds one of these.
KINDS = [
    ("supporter", "Supporter"),
    ("volunteer", "Volunteer"),
    ("walk_in", "Walk-in"),
    ("intake", "Intake"),
    ("cover", "Cover"),
    ("consult", "Peer discussion"),
    ("look", "Look with a reason"),
    ("break_glass", "Emergency"),
    ("consent", "Consent of the resident"),
    ("disclosure", "Disclosure on a ground in law"),
    ("resident", "The resident"),
    ("representative", "Representative"),
]

# Those who work on the file; all others read.
WRITING_KINDS = ("supporter", "volunteer", "walk_in", "intake", "cover")

# Given by law or by the resident, so not bound to the organisation of the file.
KINDS_FROM_OUTSIDE = ("consent", "disclosure", "resident", "representative")

# The resident and who represents them, on the own pages.
KINDS_OF_RESIDENT = ("resident", "representative")

# Rest on one record, whose number is the basis: two records are two rows, so that the
# end of the one does not touch the other.
KINDS_ON_RECORD = ("consent", "disclosure")

# What part of a file a row opens. "all" is for those who work on the whole file.
SECTIONS = [
    ("all", "Whole file"),
    ("identity", "Who the resident is"),
    ("contacts", "Contacts"),
    ("case", "Case"),
    ("questions", "Questions"),
    ("assessment", "Life domains"),
    ("plan", "Plan"),
    ("network", "Network"),
    ("procedures", "Procedures"),
    ("referrals", "Referrals"),
    ("appointments", "Appointments"),
    ("documents", "Documents"),
    ("notes", "Notes"),
    ("messages", "Messages"),
    ("time", "Time"),
    ("safety", "Safety"),
    # To whom a resident consented is not for who sees another part by consent.
    ("consents", "Consents"),
    ("callbacks", "Callback requests"),
]

# What no consent opens: the whole file is for those who work on it, to whom else a
# resident consented is nobody's concern, callback requests, the journal, hours and what
# is registered for somebody's safety are between colleagues, messages between the
# resident and the supporter.
NOT_SHARED = frozenset(
    {"all", "consents", "callbacks", "notes", "messages", "time", "safety"}
)
SHARED = frozenset(dict(SECTIONS)) - NOT_SHARED
