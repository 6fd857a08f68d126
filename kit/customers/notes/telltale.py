"""Words that tell something about a person: outside a span they would stay unmarked."""

import re

_CHILDREN = {
    "zh": "孩子|小孩|小朋友|娃",
    "en": r"\b(?:child(?:ren)?|kids?|little one|toddler|baby)\b",
}
_OTHERS = {
    "zh": (
        "去世|过世|身故|不在世|已不在|已经走了|生前|丧事|继承人|死亡"
        "|病历|病情|生病|看病|药(?!泵)|医院|医生|医护|大夫|门诊|住院|化疗|手术|怀孕|体检|复诊|急救站"
        "|救护|喘|过敏|发烧|流血|受伤|摔伤|冰敷"
        "|欠|逾期|余额不[足够]|断供|手头紧|急用钱|困难|低保|补贴|失业|没收入"
        "|官司|法院|起诉|仲裁|判决|违停|应急车道|会报警|举报|消协|处罚|罚款|监护权|抚养权|作证|转租"
        "|不在家|出差|出门|在外地|回老家|白天都在|家里没人|不能上班"
    ),
    "en": (
        r"\b(?:died|is dead|death|deceased|passed away|funeral|heirs?"
        r"|hospitals?|doctors?|medicines?|medical|tablets|x-rays?|ambulances?|paramedics?|clinics?"
        r"|illness|injur\w+|nobody hurt|ice pack|check-up|treatment|allerg\w+"
        r"|arrears|owes?|overdue|behind with|debtors?|money is tight|hardship|subsidy|late mark"
        r"|was late|no job|jobless"
        r"|courts?|su(?:e|ing)|lawsuits?|arbitration|the police|regulators?|custody|divorced?|fined"
        r"|testify|sublet|not at home|in all day|abroad|out of town|nobody in then)\b"
    ),
}


def telltales(text: str, locale: str, of_children: bool) -> list[str]:
    """Return the words in a text that tell something about a person.

    Args:
        text: The plain text of a sentence, without its slots.
        locale: Its language.
        of_children: Whether customers are grown-ups, so that a child is somebody else.

    >>> telltales("客户说要打官司", "zh", of_children=True)
    ['官司']
    """
    form = f"{_CHILDREN[locale]}|{_OTHERS[locale]}" if of_children else _OTHERS[locale]
    return re.findall(form, text, re.I)
