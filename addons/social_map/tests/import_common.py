"""What tests of the import share: files, and a directory to import into."""

import base64
import json
from uuid import UUID, uuid5

from odoo.fields import Command

from .common import SocialMapCommon

SPACE = UUID("11111111-2222-3333-4444-555555555555")


def uid(name):
    """An id that is the same in every run."""
    return str(uuid5(SPACE, name))


def service(name="Maaltijd aan huis", **values):
    """A service in HSDS with an organisation."""
    return {
        "id": uid(name),
        "name": name,
        "status": "active",
        "description": "Een warme maaltijd.\n\nElke dag, ook op zondag.",
        "organization": {
            "id": uid("Eetgenoten"),
            "name": "Eetgenoten",
            "description": "Eten met elkaar.",
        },
        "phones": [{"id": uid(name + "phone"), "number": "078 123 45 67"}],
        **values,
    }


class ImportCommon(SocialMapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.editor)
        cls.services = cls.env["social.service"].with_context(active_test=False)

    def run_of(self, content, source="Buren", **values):
        """An import of this content: bytes, a text, or what becomes JSON."""
        if not isinstance(content, bytes | str):
            content = json.dumps(content)
        if isinstance(content, str):
            content = content.encode()
        return self.env["social.import.run"].create(
            {
                "file": base64.b64encode(content),
                "file_name": "file",
                "source": source,
                "lang": "en_US",
                **values,
            }
        )

    def imported(self, content, source="Buren", **values):
        run = self.run_of(content, source, **values)
        run.action_import()
        return run

    def found(self, name):
        return self.services.search([("source_key", "=", uid(name))])

    def told(self, run, effect):
        return [
            (line.place, line.words) for line in run.line_ids if line.effect == effect
        ]

    def complete(self, service_record):
        """Give it what publishing asks for besides what a file has."""
        service_record.write(
            {
                "is_nationwide": True,
                "life_domain_ids": [
                    Command.set(self.env.ref("social_map.life_domain_housing").ids)
                ],
            }
        )
