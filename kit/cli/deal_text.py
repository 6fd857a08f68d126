"""Phases of deals and who owes what, as a page in Markdown written from the code."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from kit import law
from kit.customers.spec import DealForm
from kit.i18n import translate
from kit.organisation.duties import LINES, PASS_ON, TELL_PROCESSOR, Line
from kit.organisation.incident import Clock, Owing
from kit.organisation.phase_duties import PHASE_LINES, PhaseLine, bearers
from kit.organisation.phases import PHASES, SERVICES
from kit.organisation.roles import STANDINGS, Standing
from kit.organisation.spec import Phase


def deal_page(locale: str) -> Iterator[str]:
    """Yield the lines of a page on phases, on who answers, and on who owes what."""
    for part in ("page.title", "page.languages", "page.about"):
        yield from (_say(part, locale), "")
    parts = (
        ("phases", _phase_rows(locale)),
        ("answers", _answer_rows(locale)),
        ("leak", _leak_rows(locale)),
        ("deal", _deal_rows(locale)),
        ("services", _service_rows(locale)),
    )
    for name, rows in parts:
        yield from (f"## {_say(f'page.{name}', locale)}", "")
        yield from (_say(f"page.{name}.about", locale), "")
        yield from _table(_say(f"page.{name}.columns", locale).split(" | "), rows)
        yield ""
    yield _say("page.python", locale)
    yield from ("", "```python", *_EXAMPLE, "```")


_EXAMPLE = (
    "from datetime import date",
    "",
    "from kit.organisation.duties import duties",
    "from kit.organisation.incident import Incident",
    "from kit.world import build",
    "",
    'deal = build("leasing", 7, 500).company.organisation.deal',
    'for duty in duties(deal, Incident(date(2026, 9, 28), ("customers",), people=212)):',
    "    print(duty.code, duty.owed_by, duty.to, duty.clock.kind, duty.rules)",
)


def _say(code: str, locale: str) -> str:
    return translate(f"deal_duties.{code}", locale)


def _form(form: DealForm, locale: str) -> str:
    return translate(f"duties.deal.{form}", locale)


def _listed(words: Iterable[str], locale: str) -> str:
    return translate("law.term_separator", locale).join(words)


def _phases(phases: Iterable[Phase], locale: str) -> str:
    return _listed((_say(f"phase.{one}", locale) for one in phases), locale)


def _parties(parties: Iterable[str | None], locale: str) -> str:
    return _listed((_say(f"party.{one}", locale) for one in parties if one), locale)


def _rules(rules: Iterable[str], locale: str) -> str:
    return _listed(dict.fromkeys(_cited(rule, locale) for rule in rules), locale)


def _cited(rule: str, locale: str) -> str:
    citation = law.citation(rule, locale)
    if not law.rule(rule).reading:
        return citation
    return translate("deal_duties.page.reading", locale, citation=citation)


def _table(columns: list[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _phase_rows(locale: str) -> Iterator[tuple[str, ...]]:
    for form, phases in PHASES.items():
        yield _form(form, locale), " → ".join(_say(f"phase.{one}", locale) for one in phases)


def _answer_rows(locale: str) -> Iterator[tuple[str, ...]]:
    for form, standings in STANDINGS.items():
        for standing, phases in groupby(standings, key=standings.__getitem__):
            yield (_form(form, locale), _phases(phases, locale), *_answer(standing, locale))


def _answer(standing: Standing, locale: str) -> tuple[str, ...]:
    return (
        _say(f"party.{standing.processor or 'nobody'}", locale),
        _parties((standing.acting, *standing.also), locale),
        _parties((standing.remainder, standing.remainder_acting), locale),
        _say(f"sure.{standing.sure}", locale),
        _rules(standing.rules, locale),
    )


def _leak_rows(locale: str) -> Iterator[tuple[str, ...]]:
    for line in (*LINES, TELL_PROCESSOR, PASS_ON):
        yield (
            _what(line, locale),
            _say(f"when.{line.when}", locale),
            _say(f"party.{line.owed_by}", locale),
            _say(f"to.{line.to}", locale),
            _clock(line, locale),
            _rules(line.rules, locale),
        )


def _service_rows(locale: str) -> Iterator[tuple[str, ...]]:
    for code, (forms, fewest, most) in SERVICES.items():
        yield (
            _say(f"service.{code}", locale),
            _listed((_form(form, locale) for form in forms), locale),
            f"{fewest}–{most}",
        )


def _what(line: Line | PhaseLine, locale: str) -> str:
    return f"**{_say(f'duty.{line.code}', locale)}** {_say(f'duty.{line.code}.about', locale)}"


def _clock(line: Line, locale: str) -> str:
    clock: Clock = line.clock
    amount = law.threshold(line.limit).value if line.limit else None
    return translate(f"deal_duties.clock.{clock.kind}", locale, amount=amount)


def _deal_rows(locale: str) -> Iterator[tuple[str, ...]]:
    for line in PHASE_LINES:
        places = [
            (form, phase) for form in line.forms for phase in line.phases if phase in PHASES[form]
        ]
        owed_by, also = _owed_by(line, places)
        yield (
            _what(line, locale),
            _listed((_form(form, locale) for form in line.forms), locale),
            _phases(sorted({phase for _, phase in places}, key=line.phases.index), locale),
            _parties(owed_by, locale),
            _parties(also, locale),
            _rules(line.rules, locale),
        )


def _owed_by(
    line: PhaseLine, places: Iterable[tuple[DealForm, Phase]]
) -> tuple[list[Owing], list[str]]:
    """Return who owes it in some phases of some forms, and who else may be named."""
    named = [bearers(line.bearer, form, phase) for form, phase in places]
    owed_by = list(dict.fromkeys(one[0] for one in named))
    also = dict.fromkeys(party for one in named for party in one[1:] if party not in owed_by)
    others = ["not_owed" if party == "nobody" else party for party in line.also]
    return owed_by, list(dict.fromkeys([*also, *others]))
