"""The parts of an organisation that its profile fixes: departments, jobs, systems, views, roles."""

import numpy as np
import pyarrow as pa

from kit.organisation.setting import NEVER, Setting, Window, table
from kit.organisation.spec import RoleSpec, SystemSpec, ViewSpec

OWN = "company"
"""The party that the company itself is."""
HEAD_OFFICE = "HQ"
"""The site of those who belong to no branch."""
_NETWORKS_V4 = 126


def structure(setting: Setting) -> dict[str, pa.Table]:
    """Return the tables that hold no people, with what exists by the day of the world."""
    return {
        "departments": _departments(setting),
        "sites": _sites(setting),
        "jobs": _jobs(setting),
        "systems": _systems(setting),
        "views": _views(setting),
        **_rights(setting),
    }


def live_systems(setting: Setting) -> dict[str, Window]:
    """Return the systems that exist by the day of the world, and when."""
    windows = {one.id: setting.window(one.phases) for one in setting.profile.systems}
    return {key: one for key, one in windows.items() if one and setting.seen(one)}


def live_roles(setting: Setting) -> dict[str, Window]:
    """Return roles and groups by id and when they can be held; a group as long as any it holds."""
    systems = live_systems(setting)
    specs = {role.id: role for role in setting.profile.roles}
    found = {key: _role_window(role, specs, systems, ()) for key, role in specs.items()}
    return {key: window for key, window in found.items() if window}


def site_ids(setting: Setting) -> list[str]:
    """Return the ids of the sites, the head office first."""
    found = setting.tables[setting.profile.sites]
    return [HEAD_OFFICE, *found[setting.profile.site_key].to_pylist()]


def _role_window(
    role: RoleSpec, specs: dict[str, RoleSpec], systems: dict[str, Window], above: tuple[str, ...]
) -> Window | None:
    if role.system is not None:
        return systems.get(role.system)
    parts = [
        _role_window(specs[part], specs, systems, (*above, role.id))
        for part in role.holds
        if part not in above
    ]
    there = [part for part in parts if part]
    if not there:
        return None
    return Window(min(one.first for one in there), max(one.last for one in there))


def _departments(setting: Setting) -> pa.Table:
    listed = setting.profile.departments
    return table(
        "departments",
        department_id=[one.id for one in listed],
        name=[setting.words(one.name) for one in listed],
        parent_id=[one.parent for one in listed],
        party_id=[OWN] * len(listed),
    )


def _sites(setting: Setting) -> pa.Table:
    profile = setting.profile
    found = setting.tables[profile.sites]
    names = found[profile.site_name].to_pylist()
    keys = site_ids(setting)
    return table(
        "sites",
        site_id=keys,
        name=["总部" if setting.locale == "zh" else "Head office", *names],
        network=[_network(number) for number in range(len(keys))],
    )


def _network(number: int) -> str:
    """The addresses that an office shows to the outside: documentation networks (RFC 5737)."""
    if number < _NETWORKS_V4:
        third, place = divmod(number, _NETWORKS_V4 // 2)
        return f"{('198.51.100', '203.0.113')[third]}.{4 * place}/30"
    return f"2001:db8:{0x1000 + number:x}::/48"


def _jobs(setting: Setting) -> pa.Table:
    listed = setting.profile.jobs
    return table(
        "jobs",
        job_id=[one.id for one in listed],
        title=[setting.words(one.title) for one in listed],
        department_id=[one.department for one in listed],
    )


def _systems(setting: Setting) -> pa.Table:
    live = live_systems(setting)
    listed: list[SystemSpec] = [one for one in setting.profile.systems if one.id in live]
    return table(
        "systems",
        system_id=[one.id for one in listed],
        kind=[one.kind for one in listed],
        name=[setting.words(one.name) for one in listed],
        department_id=[one.department for one in listed],
        party_id=[one.party for one in listed],
        logged=[one.logged for one in listed],
        live_from=np.array([live[one.id].first for one in listed], np.int64),
        live_to=np.array([_past(live[one.id].last, setting) for one in listed], np.int64),
    )


def _views(setting: Setting) -> pa.Table:
    listed = _live_views(setting)
    root = setting.spec.profile.root
    return table(
        "views",
        view_id=[one.id for one in listed],
        system_id=[one.system for one in listed],
        title=[setting.words(one.title) for one in listed],
        table_name=[one.table for one in listed],
        fields=[[_field(one, name, root) for name in one.fields] for one in listed],
        page_rows=[one.page for one in listed],
    )


def _field(view: ViewSpec, name: str, root: str) -> str:
    if name.startswith("customers."):
        return f"{root}.{name.removeprefix('customers.')}"
    return f"{view.table}.{name}"


def _live_views(setting: Setting) -> list[ViewSpec]:
    live = live_systems(setting)
    return [one for one in setting.profile.views if one.system in live]


def _rights(setting: Setting) -> dict[str, pa.Table]:
    live = live_roles(setting)
    listed = [one for one in setting.profile.roles if one.id in live]
    views = {one.id for one in _live_views(setting)}
    grants = [
        (role.id, view, action)
        for role in listed
        for view, actions in role.grants.items()
        if view in views
        for action in actions
    ]
    members = [(role.id, part) for role in listed for part in role.holds if part in live]
    return {
        "roles": table(
            "roles",
            role_id=[one.id for one in listed],
            system_id=[one.system for one in listed],
            kind=["role" if one.system else "group" for one in listed],
            name=[setting.words(one.name) for one in listed],
            sensitive=[one.sensitive for one in listed],
        ),
        "role_members": table(
            "role_members",
            role_id=[group for group, _ in members],
            member_id=[part for _, part in members],
        ),
        "permissions": table(
            "permissions",
            role_id=[role for role, _, _ in grants],
            view_id=[view for _, view, _ in grants],
            action=[action for _, _, action in grants],
        ),
    }


def _past(day: int, setting: Setting) -> int:
    return day if day <= setting.today else NEVER
