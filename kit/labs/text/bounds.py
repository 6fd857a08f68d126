"""Where a piece of information begins and ends: what may stand around it without a fault."""

import re

# Words that go with a name, a number or an illness and that no reader would quarrel about.
_BEFORE = re.compile(
    r"(?:[\W_]"
    r"|86(?=[\s)-]*1)"
    r"|客户|家长|业主|承租人|投诉人|联系人|学员|会员|教练|店长|本人|住址|地址|邮箱|微信"
    r"|手机号|手机|电话|号码|尾号|卡号|账号|合同|工单|身份证号|身份证|我叫|我是|患有|得了"
    r"|月入|月收入|押金|报价|余额|还剩|余|后四位|生日|出生|是|在|有|叫|姓|约|一共|年满"
    r"|(?:the|a|an|is|was|has|have|had|am|are|i|my|his|her|their|our|on|in|at|of|with|from|aged?"
    r"|tel|phone|mobile|number|no|mr|mrs|ms|miss|customer|parent|agent|card|ending|contract)\b)*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[\W_]|先生|女士|小姐|师傅|老师|教练|同学|周岁|岁|元|块钱|块|节|期|了|的|号"
    r"|(?<=\s)(?:years|year|old|yuan|lessons|is|was|has)|(?<=['’])s)+$",
    re.IGNORECASE,
)
_LINK = re.compile(r"[\W_]*(?:的|和|与|及|或|and|or|the|of|in)?[\W_]*", re.IGNORECASE)


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a piece less titles, units, quotes, spaces and country code around it.

    >>> core("（张三先生）", 0, 6), core("+86 15400000000", 0, 15), core("……", 0, 2)
    ((1, 3), (4, 15), (0, 2))
    """
    piece = text[start:end]
    first = _BEFORE.match(piece)
    skipped = first.end() if first else 0
    last = _AFTER.search(piece, skipped)
    kept = last.start() if last else len(piece)
    return (start + skipped, start + kept) if skipped < kept else (start, end)


def share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return how much of two ranges together they have in common (intersection over union).

    >>> share((0, 4), (2, 6)), share((0, 2), (2, 4))
    (0.3333333333333333, 0.0)
    """
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0


def only_links(text: str, start: int, end: int) -> bool:
    """Return whether nothing stands there but punctuation, spaces or a word such as "and"."""
    return _LINK.fullmatch(text, start, end) is not None
