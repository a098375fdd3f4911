"""Who may be what at the same time (design of independence, point 4).

Plain Python: the one place that names the roles and the pairs that one person may
never hold together. The models enforce it on every route; the tests are generated
from it.
"""

from itertools import product

SUPPORTER = "client_support.group_supporter"
VOLUNTEER = "client_support.group_volunteer"
WALK_IN = "client_support.group_walk_in"
INTAKE = "client_support.group_intake"
COORDINATOR = "client_support.group_coordinator"
MANAGER = "client_support.group_manager"
FINANCE = "client_support.group_finance"
PRIVACY_OFFICER = "client_support.group_privacy_officer"
ACCESS_OFFICER = "client_support.group_access_officer"
PROVIDER_STAFF = "client_support.group_provider_staff"
FIGURES_READER = "oco_reporting.group_figures_reader"
COMMISSIONER = "oco_reporting.group_commissioner"

# Everyone who stands beside residents or divides the work among those who do.
BESIDE_RESIDENTS = (SUPPORTER, VOLUNTEER, WALK_IN, INTAKE, COORDINATOR)

# Everyone who decides on support, gives indicated care, counts, controls, or could
# reach files by a technical road.
APART = (
    ACCESS_OFFICER,
    PROVIDER_STAFF,
    MANAGER,
    FINANCE,
    PRIVACY_OFFICER,
    FIGURES_READER,
    COMMISSIONER,
    "base.group_system",
    "base.group_erp_manager",
    "base.group_partner_manager",
    "base.group_allow_export",
    "auditlog.group_auditlog_user",
    "auditlog.group_auditlog_manager",
    "helpdesk_mgmt.group_helpdesk_manager",
)

FORBIDDEN_PAIRS = (
    *product(BESIDE_RESIDENTS, APART),
    # Who decides on access, gives care or pays stays out of figures and control.
    *product(
        (ACCESS_OFFICER, PROVIDER_STAFF, COMMISSIONER),
        (MANAGER, FINANCE, PRIVACY_OFFICER, FIGURES_READER),
    ),
    # Who pays for those who stand beside residents decides on nobody's support.
    (COMMISSIONER, ACCESS_OFFICER),
    (COMMISSIONER, PROVIDER_STAFF),
)

# What is written down of a user and looked at every year, with the name of the role.
# The codes are those of the groups, so that a row can still be read without them.
ROLES = [
    (SUPPORTER, "Supporter"),
    (VOLUNTEER, "Volunteer or experience expert"),
    (WALK_IN, "Walk-in worker"),
    (INTAKE, "Intake worker"),
    (COORDINATOR, "Coordinator"),
    (MANAGER, "Manager"),
    (FINANCE, "Finance"),
    (PRIVACY_OFFICER, "Privacy officer"),
    (ACCESS_OFFICER, "Access officer"),
    (PROVIDER_STAFF, "Provider staff"),
    (FIGURES_READER, "Reader of figures"),
    (COMMISSIONER, "Commissioner at a municipality"),
    ("social_map.group_directory_editor", "Directory editor"),
    ("base.group_system", "System administrator"),
    ("base.group_erp_manager", "Administrator of access rights"),
    ("base.group_partner_manager", "Administrator of contacts"),
    ("base.group_allow_export", "May export lists"),
    ("auditlog.group_auditlog_user", "Reader of the audit log"),
    ("auditlog.group_auditlog_manager", "Administrator of the audit log"),
    ("helpdesk_mgmt.group_helpdesk_manager", "Administrator of the helpdesk"),
]
ROLE_NAMES = frozenset(name for name, _label in ROLES)

# The kind of access that someone in a role gets to a file they open. The first role
# that a user has decides.
KIND_OF_ROLE = {SUPPORTER: "supporter", INTAKE: "intake", WALK_IN: "walk_in"}

# The roles that each kind of access rests on; without one of them it ends.
WORKING = tuple(KIND_OF_ROLE)
ROLES_OF_KIND = {
    **dict.fromkeys(("supporter", "walk_in", "intake", "cover"), WORKING),
    "volunteer": (VOLUNTEER, *WORKING),
    "look": (COORDINATOR,),
    **dict.fromkeys(("consult", "break_glass"), BESIDE_RESIDENTS),
}


def forbidden_among(groups):
    """The first forbidden pair within a set of group names, or None."""
    return next(
        (pair for pair in FORBIDDEN_PAIRS if pair[0] in groups and pair[1] in groups),
        None,
    )
