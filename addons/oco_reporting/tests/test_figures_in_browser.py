from odoo.tests import HttpCase, tagged

from .test_figures import FiguresCase

# Waits for a pivot, opens its measures and tells what stands there.
MEASURES = """
(async () => {
    const find = async (selector) => {
        for (let tries = 0; tries < 200; tries++) {
            const found = document.querySelector(selector);
            if (found) return found;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(`not there: ${selector}`);
    };
    await find(".o_pivot table td");
    (await find(".o_pivot_buttons .dropdown-toggle")).click();
    await find(".o-dropdown--menu .dropdown-item");
    const words = [...document.querySelectorAll(".o-dropdown--menu .dropdown-item")]
        .map((item) => item.textContent.trim());
    if (words.join() !== "%s") throw new Error(`measures: ${words.join()}`);
    console.log("test successful");
})();
"""


@tagged("post_install", "-at_install")
class TestFiguresInBrowser(FiguresCase, HttpCase):
    """The screens of figures open, and count no cells."""

    # On a busy machine making the scripts alone takes longer than the default.
    test_cursor_lock_timeout = 120

    def test_a_pivot_has_quantity_alone(self):
        for role in ("manager", "finance"):
            with self.subTest(role=role):
                self.browser_js(
                    "/odoo/action-oco_reporting.oco_figure_action_contacts",
                    MEASURES % "Quantity",
                    login=f"t_{role}",
                    timeout=200,
                )
