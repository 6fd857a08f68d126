"""What events of mails show beside the file: circulars, links sent on, mails that come back."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.company import Company
from kit.activity.letters import addressed, circular_views, permitted
from kit.activity.lives import FAR, Ints
from kit.activity.papers import millis
from kit.activity.sizes import list_bytes, other_bytes
from kit.seeding import scattered, stream


def mail_columns(company: Company, mails: pa.Table, carried: Ints) -> dict[str, Ints]:
    """Return columns of the events of some mails: view, segment, start, stop, size and status.

    Args:
        company: The company.
        mails: Rows of its table of mails.
        carried: Row of the file that each mail carries; -1: none.
    """
    organisation = company.organisation
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
    if (carried < 0).all():
        none = np.full(len(carried), -1)
        return none, none, none, none
    files = company.organisation.tables["files"].take(pa.array(np.maximum(carried, 0)))
    places, lists = company.organisation.places["views"], company.book.segment_place
    view = [places[key] for key in files["view_id"].to_pylist()]
    segment = [lists[key] for key in files["segment_id"].to_pylist()]
    start, stop = files["row_start"].to_pylist(), files["row_stop"].to_pylist()
    one, two, three, four = (
        np.where(carried < 0, -1, np.array(column, np.int64))
        for column in (view, segment, start, stop)
    )
    return one, two, three, four


def _views(company: Company) -> tuple[int, int]:
    """Rows of the view of circulars, and of the first with which mail is received; -1: none."""
    tables = company.organisation.tables
    names, allowed = tables["views"]["view_id"].to_pylist(), permitted(tables)
    several = circular_views(names, allowed)
    pairs = set(allowed)
    usual = [row for row, key in enumerate(names) if (key, "mail.receive") in pairs]
    return several[0] if several else -1, usual[0] if usual else -1
