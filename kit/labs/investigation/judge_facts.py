"""Judges what happened, who, how, what is sensitive, and whether it goes on."""

from collections.abc import Sequence

from kit.labs.investigation.codes import NOTHING
from kit.labs.investigation.given import How, Ongoing, Sensitive, What, Who
from kit.labs.investigation.judged import Judged, denied, message, missing, named, overlap
from kit.labs.investigation.right import Right
from kit.labs.results import Message, Verdict
from kit.leaks.catalogue import LEAKS

KIN, HALF = 1 / 3, 0.5
_ACCOUNTS, _HAND, _NO_ACCOUNT = 0.6, 0.4, 0.7
_KINDS, _CHILDREN = 0.65, 0.35


def judge_what(right: Right, given: What | None) -> Judged:
    """Return the verdict on the type, or on the all-clear and its ground."""
    if given is None or given.type is None:
        return missing("what")
    values = {"chosen": named("type", given.type), "expected": named("type", right.type)}
    if not right.real:
        return _all_clear(right, given)
    if given.type == right.name:
        return Judged("what", 1.0, "right", "what.right", values)
    if given.type == NOTHING:
        return Judged("what", 0.0, "under", "what.denied", values)
    kin = LEAKS[given.type].FAMILY == LEAKS[right.name].FAMILY and (
        LEAKS[given.type].VIA == LEAKS[right.name].VIA
    )
    code = "what.kin" if kin else "what.wrong"
    return Judged("what", KIN if kin else 0.0, "over", code, values)


def _all_clear(right: Right, given: What) -> Judged:
    values = {
        "chosen": named("type", given.type),
        "ground": named("ground", given.ground),
        "expected": named("ground", right.ground),
    }
    if given.type != NOTHING:
        return Judged("what", 0.0, "over", "what.false_alarm", values)
    if given.ground == right.ground:
        return Judged("what", 1.0, "right", "what.all_clear", values)
    return Judged("what", HALF, "under", "what.other_ground", values)


def judge_who(right: Right, given: Who | None) -> Judged:
    """Return the verdict on accounts and hand."""
    none = given is None or (not given.accounts and given.hand == "nobody")
    if not right.real:
        return _of_nobody(none, given)
    values = _who_values(right, given)
    if none:
        return _no_account(right, values)
    assert given is not None
    if given.hand is None and not given.accounts:
        return missing("who")
    common = overlap(set(given.accounts), set(right.accounts))
    hand = given.hand in right.hands and common > 0
    share = _ACCOUNTS * common + _HAND * hand * common
    notes = []
    if right.hands[0] != "owner" and given.hand == "owner" and not hand:
        notes.append(message("who.not_the_owner", "danger", **values))
    elif given.hand not in right.hands:
        notes.append(message("who.hand_is", "warn", **values))
    if common < 1:
        notes.append(message("who.accounts_are", "warn", **values))
    verdict: Verdict = (
        "right" if share > _ACCOUNTS and common == 1 else "over" if not common else "under"
    )
    code = "who.right" if common == 1 and hand else "who.partly" if common else "who.wrong"
    if code == "who.right" and given.hand != right.hands[0]:
        return Judged("who", 1.0, "acceptable", "who.also", values)
    return Judged("who", share, verdict, code, values, tuple(notes))


def _of_nobody(none: bool, given: Who | None) -> Judged:
    if none:
        return Judged("who", 1.0, "right", "who.nobody")
    assert given is not None
    if given.hand is None and not given.accounts:
        return missing("who")
    return Judged("who", 0.0, "over", "who.accused", {"accounts": list(given.accounts) or "–"})


def _no_account(right: Right, values: dict[str, object]) -> Judged:
    if right.hands[0] == "nobody":
        return Judged("who", 1.0, "right", "who.no_account", values)
    if "nobody" in right.hands:
        return Judged("who", _NO_ACCOUNT, "acceptable", "who.no_account_but", values)
    return denied("who")


def _who_values(right: Right, given: Who | None) -> dict[str, object]:
    return {
        "accounts": list(right.accounts) or "–",
        "chosen": list(given.accounts) or "–" if given else "–",
        "hand": named("hand", right.hands[0] if right.hands else None),
        "chosen_hand": named("hand", given.hand if given else None),
    }


def judge_how(right: Right, given: How | None) -> Judged:
    """Return the verdict on the way out and the control that failed, half each."""
    empty = given is not None and given.channel is None and given.control is None
    if not right.real:
        if empty:
            return missing("how")
        return Judged("how", *((1.0, "right", "how.nothing") if given is None else _NEEDLESS))
    if given is None:
        return denied("how")
    if empty:
        return missing("how")
    values = {
        "channel": named("channel", right.channels[0]),
        "control": named("control", right.control),
    }
    way, control = given.channel in right.channels, given.control == right.control
    notes: list[Message] = []
    if not way:
        notes.append(message("how.channel_is", "warn", **values))
    if not control:
        notes.append(message("how.control_is", "warn", **values))
    share = HALF * way + HALF * control
    if share == 1:
        best = given.channel == right.channels[0]
        code = "how.right" if best else "how.also"
        return Judged("how", 1.0, "right" if best else "acceptable", code, values)
    return Judged(
        "how", share, "under", "how.partly" if share else "how.wrong", values, tuple(notes)
    )


_NEEDLESS = (0.0, "over", "how.needless")


def judge_sensitive(right: Right, given: Sensitive | None) -> Judged:
    """Return the verdict on sensitive kinds and children."""
    if given is not None and given.children is None and not given.kinds:
        return missing("sensitive")
    kinds = set(given.kinds) if given else set()
    children = bool(given and given.children == "yes")
    answered = given is None or given.children is not None
    wanted = set(right.sensitive)
    if given is None and (wanted or right.children):
        return denied("sensitive")
    known = answered and children == (right.children > 0)
    share = _KINDS * overlap(kinds, wanted) + _CHILDREN * known
    values = {
        "kinds": _kinds(sorted(wanted)),
        "missed": _kinds(sorted(wanted - kinds)),
        "more": _kinds(sorted(kinds - wanted)),
        "children": named("children", "yes" if right.children else "no"),
    }
    rules = tuple(
        rule for rule, there in (("PIPL-28", wanted), ("PIPL-31", right.children)) if there
    )
    if kinds == wanted and known:
        code = "sensitive.right" if wanted else "sensitive.nothing"
        return Judged("sensitive", 1.0, "right", code, values, articles=rules)
    notes = []
    if wanted - kinds:
        notes.append(message("sensitive.missed", "warn", **values))
    if kinds - wanted:
        notes.append(message("sensitive.more", "warn", **values))
    if children != (right.children > 0):
        side = "children_missed" if right.children else "no_children"
        notes.append(message(f"sensitive.{side}", "warn", **values))
    verdict: Verdict = "under" if wanted - kinds or (right.children and not children) else "over"
    code = "sensitive.partly" if wanted else "sensitive.none_there"
    return Judged("sensitive", share, verdict, code, values, tuple(notes), rules)


def _kinds(codes: Sequence[str]) -> object:
    return [named("sensitive", code) for code in codes] or "–"


def judge_ongoing(right: Right, given: Ongoing | None) -> Judged:
    """Return the verdict on whether it still goes on."""
    if given is not None and given.answer is None:
        return missing("ongoing")
    answer = given.answer if given else None
    if not right.real:
        over = answer == "yes"
        code = "ongoing.needless" if over else "ongoing.nothing"
        return Judged("ongoing", 0.0 if over else 1.0, "over" if over else "right", code)
    if answer is None:
        return denied("ongoing")
    if answer in right.ongoing:
        best = answer == right.ongoing[0]
        open_still = len(right.ongoing) > 1
        code = f"ongoing.{answer}_open" if open_still else f"ongoing.{answer}"
        return Judged("ongoing", 1.0, "right" if best else "acceptable", code)
    verdict: Verdict = "under" if answer == "no" else "over"
    return Judged("ongoing", 0.0, verdict, f"ongoing.not_{answer}")
