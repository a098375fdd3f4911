"""What each role can do with each of our models: the one place to read it.

c create, r read, w write, d delete, . nothing. This is the right on the model; which
records of it somebody reaches is for the rules (`test_registry.py`). Each column is
somebody who has that role and no other.

`tests/test_access_matrix.py` compares it with what each role really gets. After adding
a model: UPDATE_ACCESS_MATRIX=1 make test ARGS=tests/test_access_matrix.py writes the
present state here and in docs/access_matrix.md; read the difference before you commit.
"""
# ruff: noqa: E501

ROLES = {
    "sup": "client_support.group_supporter",
    "vol": "client_support.group_volunteer",
    "walk": "client_support.group_walk_in",
    "int": "client_support.group_intake",
    "coor": "client_support.group_coordinator",
    "man": "client_support.group_manager",
    "fin": "client_support.group_finance",
    "priv": "client_support.group_privacy_officer",
    "edit": "social_map.group_directory_editor",
    "empl": "base.group_user",
    "sys": "base.group_system",
    "acc": "client_support.group_access_officer",
    "prov": "client_support.group_provider_staff",
    "comm": "oco_reporting.group_commissioner",
    "read": "oco_reporting.group_figures_reader",
    "port": "base.group_portal",
    "publ": "base.group_public",
}

MATRIX = """
                               sup  vol  walk int  coor man  fin  priv edit empl sys  acc  prov comm read port publ
client.absence                 crwd crwd crwd crwd crwd .    .    .    .    .    .    .    .    .    .    .    .
client.access                  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
client.access.log              .    .    .    .    .    .    .    r    .    .    .    .    .    .    .    .    .
client.access.log.delay        .    .    .    .    .    .    .    cr   .    .    .    .    .    .    .    .    .
client.access.log.digest       .    .    .    .    .    .    .    r    .    .    .    .    .    .    .    .    .
client.address                 crw  .    .    crw  .    .    .    .    .    .    .    .    .    .    .    .    .
client.appointment             crw  rw   crw  crw  r    .    .    .    .    .    .    r    r    .    .    .    .
client.arrival                 r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.assessment              crwd r    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.assessment.line         crwd r    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.assign                  .    .    .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .
client.assign.line             .    .    .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .
client.attendee.role           r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.call.attempt            cr   r    cr   cr   r    .    .    .    .    .    .    .    .    .    .    .    .
client.callback                rw   rw   rw   rw   r    .    .    .    .    .    .    .    .    .    .    .    .
client.caller.lookup           crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.carer.checkin           crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.case                    crw  r    crw  crw  r    .    .    .    .    .    .    r    r    .    .    .    .
client.case.close              crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.case.closure            r    r    r    r    r    .    .    .    .    .    .    .    .    .    .    .    .
client.case.reopen             crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.case.sheet              rd   .    .    rd   .    .    .    .    .    .    .    .    .    .    .    .    .
client.case.sheet.make         crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.case.supporter          r    r    r    r    r    .    .    .    .    .    .    .    .    .    .    .    .
client.case.task               crwd r    crwd crwd r    .    .    .    .    .    .    .    .    .    .    .    .
client.caseload                .    .    .    .    r    .    .    .    .    .    .    .    .    .    .    .    .
client.closing.reason          r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.co.supporter            crwd .    crwd crwd crwd .    .    .    .    .    .    .    .    .    .    .    .
client.competence              r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.competence.score        crw  crw  crw  crw  crwd .    .    .    .    .    .    .    .    .    .    .    .
client.complaint               .    .    .    .    crw  .    .    .    .    .    .    .    .    .    .    .    .
client.conflict.check          .    .    .    .    .    .    .    r    .    .    .    .    .    .    .    .    .
client.consent                 crwd .    r    crwd r    .    .    .    .    .    .    r    r    r    .    r    .
client.consent.overview        .    .    .    .    .    .    .    r    .    .    .    .    .    .    .    .    .
client.consult                 crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.contact                 crw  r    crw  crw  r    .    .    .    .    .    .    r    r    .    .    .    .
client.contact.anonymous       crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.contact.channel         r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.contact.kind            r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.contact.reason          r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.contact.session         crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.contact.session.line    crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.cover                   crwd .    .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .
client.decision.role           crwd r    r    crwd r    .    .    .    .    .    .    .    .    .    .    .    .
client.declaration             cr   cr   cr   cr   cr   .    .    .    .    .    .    .    .    .    .    .    .
client.declaration.line        cr   cr   cr   cr   cr   .    .    .    .    .    .    .    .    .    .    .    .
client.destruction             .    .    .    .    r    .    .    r    .    .    .    .    .    .    .    .    .
client.destruction.line        .    .    .    .    rw   .    .    rw   .    .    .    .    .    .    .    .    .
client.destruction.log         .    .    .    .    .    .    .    r    .    .    .    .    .    .    .    .    .
client.disclosure              crwd .    r    crwd r    .    .    .    .    .    .    .    .    .    .    .    .
client.document                crwd .    crw  crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.dossier                 .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
client.employment              .    .    .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .
client.equated.day             r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.family                  crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.finding.place           r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.former.number           r    r    r    r    r    .    .    .    .    .    .    .    .    .    .    .    .
client.full.file               crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.funding.stream          r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.goal                    crwd r    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.goal.action             crwd rw   crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.goal.template           r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.group.contact           crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.incident                crw  crw  crw  crw  crw  .    .    .    .    .    .    .    .    .    .    .    .
client.independence.criterion  r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.interest                .    .    .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .
client.legal.framework         r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.look                    crwd .    .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .
client.meeting                 crw  r    r    r    crwd r    .    .    .    .    .    .    .    .    .    .    .
client.merge                   crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.message                 cr   .    .    cr   r    .    .    .    .    .    .    .    .    .    .    .    .
client.note                    crwd crwd crwd crwd r    .    .    .    .    .    .    .    .    .    .    .    .
client.outreach.activity       crw  r    crw  crw  crwd r    .    .    .    .    .    .    .    .    .    .    .
client.plan.document           crwd r    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.portal.account          crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.procedure               crwd .    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.procedure.letter        crwd .    crwd crwd r    .    .    .    .    .    .    .    .    .    .    .    .
client.procedure.step          crwd .    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.procedure.step.kind     r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.procedure.step.setting  r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.programme               r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.provider.option         crwd r    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.question                crwd r    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.quick.contact           crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.reach.cause             r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.referral                crwd r    crwd crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.referral.consent        crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.referral.experience     r    .    .    r    r    .    .    .    r    .    .    .    .    .    .    .    .
client.referral.handover       rw   .    .    rw   r    .    .    .    .    .    .    .    .    .    .    .    .
client.referral.type           r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.refusal.ground          r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.relation                crwd .    crw  crwd r    .    .    .    .    .    .    r    r    .    .    .    .
client.reliance.level          r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.reporting.code          crw  .    .    crw  .    .    .    .    .    .    .    .    .    .    .    .    .
client.representative          crwd r    r    crwd r    .    .    .    .    .    .    .    .    .    .    .    .
client.resident                crw  r    crw  crw  r    .    .    .    .    .    .    r    r    .    .    .    .
client.retention.term          r    r    r    r    r    r    r    rw   r    r    r    .    .    .    r    .    .
client.rights.request          cr   .    .    cr   .    .    .    crw  .    .    .    .    .    .    .    .    .
client.role.assignment         .    .    .    .    r    .    .    r    .    .    r    .    .    .    .    .    .
client.role.review             .    .    .    .    .    .    .    crw  .    .    crw  .    .    .    .    .    .
client.role.review.line        .    .    .    .    .    .    .    rw   .    .    rw   .    .    .    .    .    .
client.second.opinion          crw  .    r    crw  r    .    .    .    .    .    .    .    .    .    .    .    .
client.second.opinion.give     crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.second.opinion.late     crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.second.opinion.term     r    .    r    r    r    .    .    .    .    .    .    .    .    .    .    .    .
client.section                 r    r    r    r    r    r    r    r    r    r    r    r    r    r    r    r    .
client.share                   crwd .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.shield                  r    r    r    r    r    .    .    .    .    .    .    .    .    .    .    .    .
client.shield.line             r    r    r    r    r    .    .    .    .    .    .    .    .    .    .    .    .
client.signal                  crw  crw  crw  crw  crwd r    .    .    crw  .    .    .    .    .    .    .    .
client.signal.source           r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.starting.point          r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.statement               crwd crwd crwd crwd crwd crwd crwd crwd .    .    .    .    .    .    .    .    .
client.supporter               r    r    r    r    crw  .    .    .    .    .    crw  .    .    .    .    .    .
client.survey.invitation       rw   r    rw   rw   r    .    .    .    .    .    .    .    .    .    .    .    .
client.survey.stop             crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.task.kind               r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.task.party              r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.team                    r    r    r    r    rw   r    r    r    r    r    crwd .    .    .    r    .    .
client.term.change             r    .    r    r    r    .    .    .    .    .    .    .    .    .    .    .    .
client.term.move               crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.ticket.contact          crwd .    crwd crwd .    .    .    .    .    .    .    .    .    .    .    .    .
client.time                    crwd crwd crwd crwd crwd .    .    .    .    .    .    .    .    .    .    .    .
client.time.activity           r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
client.time.figure             .    .    .    .    r    .    .    .    .    .    .    .    .    .    .    .    .
client.time.month              r    r    r    r    crwd .    .    .    .    .    .    .    .    .    .    .    .
client.training                .    .    .    .    crwd .    .    .    .    .    .    .    .    .    .    .    .
client.waiting.reason          r    r    r    r    r    r    r    r    r    r    crwd .    .    .    r    .    .
life.domain                    r    r    r    r    r    r    r    r    crw  r    crwd r    r    r    r    r    r
life.domain.term               r    r    r    r    r    r    r    r    crwd r    crwd .    .    .    r    .    .
oco.accountability             .    .    .    .    .    r    crwd .    .    .    .    .    .    .    .    .    .
oco.accountability.check       .    .    .    .    .    r    r    .    .    .    .    .    .    .    .    .    .
oco.audit.sample               .    .    .    .    .    crwd crwd .    .    .    .    .    .    .    .    .    .
oco.audit.sample.item          .    .    .    .    .    crwd crwd .    .    .    .    .    .    .    .    .    .
oco.commissioner.signal        .    .    .    .    .    .    .    .    .    .    .    .    .    r    .    .    .
oco.council.page               .    .    .    .    .    crwd .    .    .    .    .    .    .    r    .    .    .
oco.council.send               .    .    .    .    .    crwd .    .    .    .    .    .    .    .    .    .    .
oco.council.sending            .    .    .    .    .    r    .    .    .    .    .    .    .    .    .    .    .
oco.delivery                   .    .    .    .    .    crwd crwd .    .    .    .    .    .    r    .    .    .
oco.evaluation                 .    .    .    .    .    crwd crwd .    .    .    .    .    .    .    .    .    .
oco.export                     .    .    .    .    .    .    .    .    .    .    r    .    .    .    .    .    .
oco.fact.assessment            .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.case                  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.closed.task           .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.complaint             .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.contact               .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.directory             .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.invitation            .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.month                 .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.question              .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.reach                 .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.referral              .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.signal                .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.step                  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.supporter             .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.survey                .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.task                  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.fact.time                  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.figure                     .    .    .    .    .    r    r    .    .    .    .    .    .    .    r    .    .
oco.grant                      .    .    .    .    .    r    crwd .    .    .    .    .    .    .    .    .    .
oco.grant.advance              .    .    .    .    .    r    crwd .    .    .    .    .    .    .    .    .    .
oco.grant.budget               .    .    .    .    .    r    crwd .    .    .    .    .    .    .    .    .    .
oco.grant.line                 .    .    .    .    .    r    crwd .    .    .    .    .    .    .    .    .    .
oco.grant.rate                 .    .    .    .    .    r    crwd .    .    .    .    .    .    .    .    .    .
oco.kpi                        .    .    .    .    r    r    r    .    .    .    .    .    .    .    r    .    .
oco.kpi.benchmark              .    .    .    .    .    crwd r    .    .    .    .    .    .    .    .    .    .
oco.kpi.row                    .    .    .    .    .    r    r    .    .    .    .    .    .    .    r    .    .
oco.kpi.tally                  .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.kpi.target                 .    .    .    .    .    crwd r    .    .    .    .    .    .    .    .    .    .
oco.kpi.value                  .    .    .    .    r    r    r    .    .    .    .    .    .    .    r    .    .
oco.period                     .    .    .    .    .    cr   cr   .    .    .    .    .    .    .    .    .    .
oco.period.closing             .    .    .    .    .    r    r    .    .    .    .    .    .    .    .    .    .
oco.period.difference          .    .    .    .    .    r    r    .    .    .    .    .    .    .    .    .    .
oco.period.reopening           .    .    .    .    .    crw  crw  .    .    .    .    .    .    .    .    .    .
oco.published.column           .    .    .    .    .    r    r    .    .    .    .    .    .    .    .    .    .
oco.published.import           .    .    .    .    .    crwd crwd .    .    .    .    .    .    .    .    .    .
oco.published.import.line      .    .    .    .    .    crwd crwd .    .    .    .    .    .    .    .    .    .
oco.published.label            .    .    .    .    .    r    r    .    .    .    crwd .    .    .    .    .    .
oco.published.row              .    .    .    .    .    r    r    .    .    .    .    .    .    .    .    .    .
oco.published.table            .    .    .    .    .    r    r    .    .    .    .    .    .    .    .    .    .
oco.release                    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.survey.box                 .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
oco.survey.comment             .    .    .    .    rw   r    .    rw   .    .    .    .    .    .    .    .    .
oco.survey.response            .    .    .    .    r    r    r    .    .    .    .    .    .    .    .    .    .
oco.survey.result              .    .    .    .    r    r    r    .    .    .    .    .    .    .    .    .    .
oco.survey.result.value        .    .    .    .    r    r    r    .    .    .    .    .    .    .    .    .    .
oco.unmet.need                 .    .    .    .    .    crwd r    .    .    .    .    .    .    .    .    .    .
oco.workbook                   .    .    .    .    .    crw  crw  .    .    .    .    .    .    .    .    .    .
oco.workbook.check             .    .    .    .    .    crwd crwd .    .    .    .    .    .    .    .    .    .
oco.workbook.check.line        .    .    .    .    .    crwd crwd .    .    .    .    .    .    .    .    .    .
social.agreement               r    r    r    r    crwd r    r    r    crwd r    r    .    .    .    r    .    .
social.area                    r    r    r    r    r    r    r    r    crwd r    crwd r    r    r    r    r    r
social.area.population         r    r    r    r    r    r    r    r    crwd r    crwd .    .    .    r    .    .
social.change.proposal         .    .    .    .    .    .    .    .    rw   .    .    .    .    .    .    .    .
social.change.proposal.line    .    .    .    .    .    .    .    .    rw   .    .    .    .    .    .    .    .
social.coverage                .    .    .    .    r    r    .    .    r    .    .    .    .    .    .    .    .
social.csv.export              .    .    .    .    .    .    .    .    crwd .    .    .    .    .    .    .    .
social.distinct.pair           r    r    r    r    r    r    r    r    crd  r    r    .    .    .    r    .    .
social.faq                     r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.import.line             .    .    .    .    .    .    .    .    crwd .    .    .    .    .    .    .    .
social.import.run              .    .    .    .    .    .    .    .    crwd .    .    .    .    .    .    .    .
social.language                r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.location                r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.merge                   .    .    .    .    .    .    .    .    crwd .    .    .    .    .    .    .    .
social.merge.line              .    .    .    .    .    .    .    .    crwd .    .    .    .    .    .    .    .
social.organization            r    r    r    r    r    r    r    r    r    r    r    r    r    r    r    r    r
social.persona                 r    r    r    r    r    r    r    r    crwd r    crwd .    .    .    r    .    .
social.postcode                r    r    r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r
social.quality                 r    r    r    r    r    r    r    r    r    r    r    .    .    .    r    .    .
social.review.request          .    .    .    .    .    .    .    .    r    .    .    .    .    .    .    .    .
social.schedule                r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.search.gap              .    .    .    .    r    .    .    .    rw   .    .    .    .    .    .    .    .
social.search.posting          .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
social.search.word             .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .    .
social.service                 r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.service.category        r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.service.cost            r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.service.location        r    r    r    r    r    r    r    r    crwd r    r    r    r    r    r    r    r
social.shortlist               crwd crwd crwd crwd crwd crwd crwd crwd crwd crwd crwd .    .    .    crwd .    .
social.shortlist.choose        crw  crw  crw  crw  crw  crw  crw  crw  crw  crw  crw  .    .    .    crw  .    .
social.synonym                 r    r    r    r    r    r    r    r    crwd r    r    .    .    .    r    .    .
social.uuid.alias              .    .    .    .    .    .    .    .    r    .    .    .    .    .    .    .    .
support.form                   r    r    r    r    r    r    r    r    crwd r    crwd r    r    r    r    r    r
target.group                   r    r    r    r    r    r    r    r    crwd r    crwd r    r    r    r    r    r
"""
