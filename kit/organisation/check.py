"""Checks what the parts of an organisation's profile say of each other and of the customers."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, NoReturn

from kit.customers.spec import Profile
from kit.errors import BadInput
from kit.organisation.codes import ACTION_CODES, SYSTEMS_OF, WITHOUT_VIEW
from kit.organisation.spec import OrganisationProfile, RoleSpec, SystemKind, ViewSpec

_LISTED = ("parties", "departments", "jobs", "systems", "views", "roles", "batches")
_ONE_OF: tuple[SystemKind, ...] = ("identity", "mail", "endpoint")  # everybody works with these
EVERYONE = "*"


def check(profile: OrganisationProfile, customers: Profile, file: str) -> None:
    """Raise what is wrong with an organisation's profile.

    Args:
        profile: The organisation.
        customers: The customers' profile of the same id.
        file: What to call the organisation's file.

    Raises:
        BadInput: With file, key and what is wrong.
    """
    Check(profile, customers, file).all()


def reached(roles: Iterable[str], by_id: Mapping[str, RoleSpec]) -> set[str]:
    """Return roles and groups together with everything that the groups hold."""
    found: set[str] = set()
    waiting = list(roles)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += by_id[one].holds
    return found


@dataclass(frozen=True)
class Check:
    """An organisation's profile that is being checked.

    Attributes:
        profile: The organisation.
        customers: The customers' profile.
        file: What to call the organisation's file.
    """

    profile: OrganisationProfile
    customers: Profile
    file: str

    def all(self) -> None:
        """Raise the first thing that is wrong."""
        self._ids()
        self._lists()
        self._tree_of_departments()
        self._parties()
        self._systems()
        self._views()
        self._roles()
        self._jobs()
        self._batches()
        self._everyday()
        self._nothing_idle()

    def _fail(self, key: str, code: str, **values: Any) -> NoReturn:
        raise BadInput(f"organisation.problem.{code}", file=self.file, key=key, **values)

    def _known(self, key: str, kind: str, names: Iterable[str], known: Collection[str]) -> None:
        for name in names:
            if name not in known:
                near = ", ".join(sorted(known)[:40])
                self._fail(key, f"unknown_{kind}", name=name, known=near)

    def _ids(self) -> None:
        for part in _LISTED:
            self._once(part, (one.id for one in getattr(self.profile, part)))

    def _once(self, key: str, names: Iterable[str]) -> None:
        for name, times in Counter(names).items():
            if times > 1:
                self._fail(key, "twice", name=name)

    def _of(self, part: str) -> dict[str, Any]:
        return {one.id: one for one in getattr(self.profile, part)}

    def _lists(self) -> None:
        """Check what the profile says of reference tables and lists."""
        own, jobs = self.profile, self._of("jobs")
        columns = {
            "staff_table": (own.staff_table, ("staff_key", "staff_name", "staff_job_field")),
            "sites": (own.sites, ("site_key", "site_name")),
        }
        for key, (table, named) in columns.items():
            self._known(key, "table", [table], self._reference())
            for column in named:
                if getattr(own, column) is not None:
                    self._fields(column, table, [getattr(own, column)])
        self._once("segment_fields", own.segment_fields)
        self._fields("segment_fields", self.customers.root, own.segment_fields)
        self._known("staff_jobs", "job", own.staff_jobs.values(), jobs)
        if (own.staff_job_field is None) != (tuple(own.staff_jobs) == (EVERYONE,)):
            self._fail("staff_jobs", "staff_jobs")
        self._known("shared_mailboxes", "department", own.shared_mailboxes, self._of("departments"))

    def _reference(self) -> list[str]:
        return [name for name, table in self.customers.tables.items() if table.count]

    def _of_customers(self) -> list[str]:
        """Return the tables whose rows lead to a customer."""
        return [name for name, table in self.customers.tables.items() if not table.count]

    def _fields(self, key: str, table: str, names: Iterable[str]) -> None:
        self._known(key, "field", names, self.customers.tables[table].visible)

    def _tree_of_departments(self) -> None:
        known = self._of("departments")
        for one in self.profile.departments:
            self._known(f"departments.{one.id}.parent", "department", _given(one.parent), known)
        self._no_circle("departments", {one: _given(d.parent) for one, d in known.items()})

    def _no_circle(self, key: str, graph: Mapping[str, Iterable[str]]) -> None:
        try:
            tuple(
                TopologicalSorter({one: set(needs) for one, needs in graph.items()}).static_order()
            )
        except CycleError as error:
            self._fail(key, "circle", names=" > ".join(error.args[1])[:200])

    def _parties(self) -> None:
        for one in self.profile.parties:
            key = f"parties.{one.id}"
            self._known(f"{key}.entrusted", "table", one.entrusted, self._of_customers())
            self._work(key, one.roles, one.habits)
            if bool(one.people) != bool(one.roles):
                self._fail(key, "people_and_roles")

    def _systems(self) -> None:
        for one in self.profile.systems:
            key = f"systems.{one.id}"
            self._known(
                f"{key}.department", "department", [one.department], self._of("departments")
            )
            self._known(f"{key}.party", "party", _given(one.party), self._of("parties"))

    def _views(self) -> None:
        systems = self._of("systems")
        for one in self.profile.views:
            key = f"views.{one.id}"
            self._known(f"{key}.system", "system", [one.system], systems)
            self._known(f"{key}.table", "table", [one.table], self._of_customers())
            self._once(f"{key}.fields", one.fields)
            for table, field in fields_of(one, self.customers.root):
                self._fields(f"{key}.fields", table, [field])
            self._known(f"{key}.actions", "action", one.actions, SYSTEMS_OF)
            for action in one.actions:
                if systems[one.system].kind not in SYSTEMS_OF[action]:
                    kinds = ", ".join(SYSTEMS_OF[action])
                    self._fail(f"{key}.actions", "action_place", action=action, kinds=kinds)

    def _roles(self) -> None:
        roles, views = self._of("roles"), self._of("views")
        for one in self.profile.roles:
            key = f"roles.{one.id}"
            self._known(f"{key}.system", "system", _given(one.system), self._of("systems"))
            self._known(f"{key}.holds", "role", one.holds, roles)
            if (one.grants if one.system is None else one.holds) or not (one.system or one.holds):
                self._fail(key, "role_or_group")
            self._known(f"{key}.grants", "view", one.grants, views)
            for view, actions in one.grants.items():
                if views[view].system != one.system:
                    self._fail(f"{key}.grants", "other_system", view=view, system=one.system)
                self._known(f"{key}.grants.{view}", "action", actions, views[view].actions)
        self._no_circle("roles", {one: role.holds for one, role in roles.items()})

    def _jobs(self) -> None:
        jobs, led = self._of("jobs"), dict[str, str]()
        for one in self.profile.jobs:
            key = f"jobs.{one.id}"
            self._known(
                f"{key}.department", "department", [one.department], self._of("departments")
            )
            self._known(f"{key}.manages", "job", one.manages, jobs)
            self._fields(f"{key}.scope", self.customers.root, _given(one.scope))
            self._known(f"{key}.scope", "list", _given(one.scope), self.profile.segment_fields)
            self._work(key, one.roles, one.habits)
            if one.starts >= one.ends:
                self._fail(key, "hours", starts=one.starts, ends=one.ends)
            for other in one.manages:
                if other in led:
                    self._fail(f"{key}.manages", "two_managers", name=other, other=led[other])
                led[other] = one.id
        self._no_circle("jobs", {one: job.manages for one, job in jobs.items()})
        heads = [one for one in jobs if one not in led]
        if len(heads) != 1:
            self._fail("jobs", "one_head", names=", ".join(heads))

    def _work(self, key: str, roles: tuple[str, ...], habits: Mapping[str, float]) -> None:
        """Check that habits are known actions which the roles allow."""
        by_id = self._of("roles")
        self._known(f"{key}.roles", "role", roles, by_id)
        self._known(f"{key}.habits", "action", habits, ACTION_CODES)
        allowed = {
            action
            for role in reached(roles, by_id)
            for actions in by_id[role].grants.values()
            for action in actions
        }
        for action in habits:
            if action not in allowed and action not in WITHOUT_VIEW:
                self._fail(f"{key}.habits", "not_allowed", action=action)

    def _batches(self) -> None:
        roles, views = self._of("roles"), self._of("views")
        for one in self.profile.batches:
            key = f"batches.{one.id}"
            self._known(f"{key}.owner", "job", [one.owner], self._of("jobs"))
            self._known(f"{key}.party", "party", _given(one.party), self._of("parties"))
            self._known(f"{key}.role", "role", [one.role], roles)
            self._known(f"{key}.view", "view", [one.view], views)
            allowed = roles[one.role].grants.get(one.view, ())
            self._known(f"{key}.action", "action", [one.action], allowed)
            if (one.kind == "api") != (one.action == "api.read"):
                self._fail(f"{key}.kind", "api_batch", action=one.action)

    def _everyday(self) -> None:
        """Check that everybody can log on, get mail and use a computer."""
        kinds = Counter(one.kind for one in self.profile.systems)
        for kind in _ONE_OF:
            if kinds[kind] != 1:
                self._fail("systems", "one_system", kind=kind, there=kinds[kind])

    def _nothing_idle(self) -> None:
        """Check that each role is somebody's and each view is opened by a role."""
        roles = self._of("roles")
        held = [role for job in self.profile.jobs for role in job.roles]
        held += [role for party in self.profile.parties for role in party.roles]
        held += [batch.role for batch in self.profile.batches]
        idle = sorted(set(roles) - reached(held, roles))
        if idle:
            self._fail(f"roles.{idle[0]}", "nobodys_role", name=idle[0])
        unseen = [
            v.id for v in self.profile.views if not any(v.id in r.grants for r in roles.values())
        ]
        if unseen:
            self._fail(f"views.{unseen[0]}", "unopened_view", name=unseen[0])


def fields_of(view: ViewSpec, root: str) -> Iterator[tuple[str, str]]:
    """Yield table and field of everything a view shows, in order.

    Args:
        view: The view.
        root: Name of the customers' own table.
    """
    for name in view.fields:
        table, dot, field = name.partition(".")
        yield (table, field) if dot and table == root else (view.table, name)


def _given(name: str | None) -> list[str]:
    return [] if name is None else [name]
