"""Words for a role in the deal: marked or not, nobody is the worse for it."""

import re

_ROLE = re.compile(
    r"[\W_]*(?:客户|承租人|租客|家长|学员|会员|业主|投诉人|联系人|本人|对方|顾客|师傅|教练|客服"
    r"|前台|店长|保安|主管|经理|同事|老师|我|你|他|她|孩子家长|来电人|经办"
    r"|(?:the\s+)?(?:customer|lessee|tenant|parent|pupil|member|owner|caller|agent|coach|fitter"
    r"|manager|front desk|desk|colleague|i|me|you|he|she|him|her))[\W_]*",
    re.IGNORECASE,
)


def is_role(text: str) -> bool:
    """Return whether a piece is no more than a word for a role.

    >>> is_role("客户"), is_role("the customer"), is_role("客户糖尿病")
    (True, True, False)
    """
    return _ROLE.fullmatch(text) is not None
