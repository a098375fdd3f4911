"""What Odoo keeps of a record beside the record: found in every table, and destroyed.

Messages, e-mails, activities, documents and whatever else points at a record by model
and id. Cascades and Odoo's own clean-up are not enough: e-mails, live messages and
pointers of other modules stay behind.
"""


def generic_pointers(records):
    """The records of any model that point at these by model and id."""
    for name, model in records.env.registry.items():
        if model._abstract or not model._auto or "res_id" not in model._fields:
            continue
        for field in ("res_model", "model"):
            if field in model._fields and model._fields[field].store:
                yield records.env[name].search(
                    [(field, "=", records._name), ("res_id", "in", records.ids)]
                )


def destroy(records, messages=None):
    """Delete what was kept of these records beside them; the records stay.

    :param records: elevated, by who has checked that this may be done
    :param messages: messages that go with them, though they hang on another record
    """
    records = records.with_context(active_test=False)
    env = records.env
    about = [("model", "=", records._name), ("res_id", "in", records.ids)]
    messages = env["mail.message"].search(about) | (messages or env["mail.message"])
    activities = env["mail.activity"].search(
        [("res_model", "=", records._name), ("res_id", "in", records.ids)]
    )
    mails = env["mail.mail"].search([("mail_message_id", "in", messages.ids)])
    attachments = messages.attachment_ids | activities.attachment_ids
    for owners in (records, messages, activities, mails):
        attachments |= attachments.with_context(skip_res_field_check=True).search(
            [("res_model", "=", owners._name), ("res_id", "in", owners.ids)]
        )
    attachments.unlink()
    mails.unlink()
    messages.unlink()
    activities.unlink()
    for pointers in generic_pointers(records):
        pointers.unlink()
    # What was sent to open screens; they lose no more than a refresh.
    name = f"%{records._name}%"
    env["bus.bus"].search(
        ["|", ("message", "=like", name), ("channel", "=like", name)]
    ).unlink()
    env["mail.push"].search([("payload", "like", records._name)]).unlink()
