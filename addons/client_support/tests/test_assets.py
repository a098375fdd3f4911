from pathlib import Path

from odoo.tests import TransactionCase, tagged

OURS = ("/social_map/", "/client_support/", "/oco_reporting/")
# Bundles that every visitor of the website or of the portal loads.
FOR_VISITORS = (
    "web.assets_frontend",
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
)


@tagged("post_install", "-at_install")
class TestAssets(TransactionCase):
    """What a browser loads because of us stays small."""

    def sizes(self, *bundles):
        """{path: bytes} of all files in these bundles."""
        return {
            path: Path(full_path).stat().st_size
            for bundle in bundles
            for path, full_path, *_ in self.env["ir.asset"]._get_asset_paths(bundle, {})
            if full_path
        }

    def test_the_web_client_hardly_grows(self):
        sizes = self.sizes("web.assets_web")
        ours = {path: size for path, size in sizes.items() if path.startswith(OURS)}
        self.assertTrue(ours)
        self.assertLess(sum(ours.values()), 0.02 * sum(sizes.values()))

    def test_visitors_load_hardly_any_script_of_ours(self):
        """Phones of residents are old and their bundles small: only what reads aloud
        and what suggests, without which every page works as well."""
        ours = {
            path: size
            for path, size in self.sizes(*FOR_VISITORS).items()
            if path.startswith(OURS)
        }
        self.assertTrue(ours)
        scripts = {path for path in ours if not path.endswith(".scss")}
        folder = "/social_map/static/src/js"
        self.assertEqual(
            scripts, {f"{folder}/read_aloud.js", f"{folder}/suggestions.js"}
        )
        # As written, with their comments.
        self.assertLess(sum(ours.values()), 32_000)
