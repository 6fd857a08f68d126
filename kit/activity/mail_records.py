"""What events of mails show beside the file: circulars, links sent on, mails that come back."""

import numpy as np
import pyarrow.compute as pc

from kit.activity.company import Company
from kit.activity.letters import addressed, circular_views, permitted
from kit.activity.lives import FAR, Ints
from kit.activity.papers import millis
from kit.activity.sizes import list_bytes, other_bytes
from kit.seeding import scattered, stream


def mail_columns(company: Company, carried: Ints) -> dict[str, Ints]:
    """Return columns of the events of all mails: view, segment, start, stop, size and status.

    Args:
        company: The company.
        carried: Row of the file that each mail carries; -1: none.
    """
    organisation = company.organisation
    tables = organisation.tables
    mails = tables["mails"]
    at = millis(mails, "at", FAR)
    recipients = np.asarray(mails["recipients"].to_numpy(), np.int64)
    to_customers = pc.equal(mails["to_kind"], "customer").to_numpy()
    strange = pc.equal(mails["to_kind"], "unknown").to_numpy()
    view, segment, start, stop = _of_files(company, carried)
    several, usual = _views(company)
    circular = (carried < 0) & to_customers & (recipients > 1) & (several >= 0)
    whom = addressed(company.book, organisation.seed, at, np.where(circular, recipients, 0))
    segment, start, stop = (
        np.where(circular, mine, own)
        for mine, own in zip(whom, (segment, start, stop), strict=True)
    )
    plain = (carried < 0) & ~circular
    view = np.where(circular, several, np.where(plain, usual, view))
    drawn = scattered(stream(organisation.seed, "activity", "mail", "size"), at // 1000)
    size = np.where(plain, other_bytes(drawn, 2e3, 4e5), list_bytes(stop - start))
    back = strange & (stop - start > 1)
    nobody = back | plain
    return {
        "view": view,
        "segment": np.where(nobody, -1, segment),
        "start": np.where(nobody, -1, start),
        "stop": np.where(nobody, -1, stop),
        "size": np.where(back, 0, size),
        "status": np.where(back, 2, 1),
    }


def _of_files(company: Company, carried: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """View, segment, start and stop of the files that mails carry; -1 where there is none."""
    files = company.organisation.tables["files"]
    places, lists = company.organisation.places["views"], company.book.segment_place
    view = [*(places[key] for key in files["view_id"].to_pylist()), -1]
    segment = [*(lists[key] for key in files["segment_id"].to_pylist()), -1]
    rows = [[*files[name].to_pylist(), -1] for name in ("row_start", "row_stop")]
    found = (np.array(one, np.int64)[carried] for one in (view, segment, *rows))
    return tuple(found)  # type: ignore[return-value]


def _views(company: Company) -> tuple[int, int]:
    """Rows of the view of circulars, and of the first with which mail is received; -1: none."""
    tables = company.organisation.tables
    names, allowed = tables["views"]["view_id"].to_pylist(), permitted(tables)
    several = circular_views(names, allowed)
    pairs = set(allowed)
    usual = [row for row, key in enumerate(names) if (key, "mail.receive") in pairs]
    return several[0] if several else -1, usual[0] if usual else -1
