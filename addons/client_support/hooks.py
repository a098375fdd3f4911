from . import append_only


def uninstall_hook(env):
    """The tables go with their models; take their guards away first."""
    append_only.uninstall(env.cr)
