"""When the deal takes the company's people away, and when nobody is taken on any more."""

from kit.organisation.setting import Setting, day_number

PASSING = {"business_sale": 0.7, "merger": 0.92, "dissolution_with_receiver": 0.55}
"""Which share of the people passes over with a deal of that form."""
_LAST_DAYS = 12  # the newest have been there for some days when it ends


def after_closing(setting: Setting) -> int | None:
    """Return the day after the closing if people passed over with it and it has come."""
    day = day_number(setting.deal.closing_on) + 1
    return day if setting.deal.form in PASSING and day <= setting.today else None


def last_hire(setting: Setting) -> int:
    """Return the last day on which somebody was taken on or given another job.

    That is today, or some days before the deal takes the people away.
    """
    ends = (
        after_closing(setting),
        setting.first_of("liquidation"),
        setting.first_of("deregistered"),
    )
    begun = [day for day in ends if day is not None]
    return min(begun) - _LAST_DAYS if begun else setting.today
