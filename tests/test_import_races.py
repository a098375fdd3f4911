"""Two imports at once: one is told or begins again, and nothing is doubled."""

# Two runs with the same table, without ids of ours, so that nothing but the name of the
# organisation and the key of the source could tell that they are the same.
PREPARE = """
import base64, secrets
from odoo.exceptions import UserError
from psycopg2.errors import SerializationFailure
tag = secrets.token_hex(4)
editor = env["res.users"].create({
    "name": tag, "login": tag, "lang": "en_US",
    "group_ids": [(4, env.ref("social_map.group_directory_editor").id)],
})
header = "id,name,organization\\n"
table = header + f"{tag}1,Soep {tag},Eetgenoten {tag}\\n"
runs = env["social.import.run"].create([
    {
        "file": base64.b64encode(table.encode()), "file_name": f"{tag}.csv",
        "source": f"Race {tag}", "lang": "en_US",
    }
    for _number in range(2)
])
env.cr.commit()
one, two = env.registry.cursor(), env.registry.cursor()
for cursor in (one, two):
    cursor.execute("SELECT count(*) FROM social_service")
def take(cursor, number):
    run = env(cr=cursor, user=editor.id)["social.import.run"].browse(runs[number].id)
    try:
        run.action_import()
        run.env.flush_all()
        return [run.new_count, run.same_count, run.refused_count]
    except (UserError, SerializationFailure) as error:
        cursor.rollback()
        return type(error).__name__
answer = [take(one, 0), take(two, 1)]
two.execute("SELECT count(*) FROM social_service")
one.commit()
answer += [take(two, 1), take(two, 1)]
two.commit()
one.close()
two.close()
env.invalidate_all()
env.cr.rollback()
named = [("name", "like", tag)]
answer += [
    env["social.service"].with_context(active_test=False).search_count(named),
    env["res.partner"].search_count([*named, ("is_support_organization", "=", True)]),
]
"""


def test_two_imports_at_once(shell):
    # Beside the other one; after it, having seen the world before; and starting again.
    assert shell(PREPARE) == [
        [1, 0, 0],
        "UserError",
        "SerializationFailure",
        [0, 1, 0],
        1,
        1,
    ]
