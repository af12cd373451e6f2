"""What sort of number it is, from the words beside it: a count, or an age, sum, share, measure, time, year, rank or name."""

import re

from sayso.core import Span

_MONTH = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_MONEY_BEFORE = re.compile(r"[$€£¥₹]\s?$|\b(?:rs|us\$|usd|eur|dlrs)\.?\s?$", re.IGNORECASE)
_MONEY = re.compile(
    r"^(?:[\s-](?:thousand|million|billion|trillion))?[\s-]?(?:[a-z]+\s)?(?:dollars?|euros?|pounds?\ssterling|rubles?|roubles?|rupees?|yuan|yen|pesos?|"
    r"som|lira|dinars?|dirhams?|riyals?|rials?|shekels?|naira|shillings?|francs?|cents?|pence|penny|marks|markka|kron(?:er|or)|crowns|guilders|"
    r"pesetas|ringgit|baht|rand|rupiah|taka|kyats?|afghanis?|hryvnias?|birr|cedis?|bolivars?|bitcoins?|rmb|usd|eur|gbp)\b|^\s?[$€£¥₹]",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"^[-\s]?(?:years?|months?|weeks?|days?)[-\s]olds?\b|^\syo\b|^-year\b|^\s(?:years?|months?)\sof\sage\b", re.IGNORECASE
)
_AGED = re.compile(r"\b(?:aged?|ages)\s+(?:between\s+|from\s+)?(?:\d{1,2},?\s(?:(?:and|to|or)\s)?){0,4}$", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:^|[\s“\"])(?:man|woman|boy|girl|child|toddler|infant|baby|teen|teenager|youth|son|daughter|brother|sister|father|mother|husband|wife"
    r"|cousin|nephew|niece|grandson|granddaughter|grandmother|grandfather|friend|boyfriend|girlfriend|student|suspect|victim|driver|officer"
    r"|soldier|resident|bystander),\s$",
    re.IGNORECASE,
)
_PARENT = re.compile(
    r"\b(?:father|mother|dad|mom|mum|parent|grandfather|grandmother|grandparent|daddy|mommy)s?\sof\s$", re.IGNORECASE
)
_PERCENT = re.compile(
    r"^[\s-]?(?:%|per\s?cent|percent(?:age)?\b|percentage\s+points?\b|pc\b)|^\s(?:in|out\s+of)\s(?:\d|every|ten\b)", re.IGNORECASE
)
_MEASURE = re.compile(
    r"^[-\s]?(?:km|kms|kilomet(?:re|er)s?|miles?|met(?:re|er)s?|cm|mm|m|feet|foot|ft|inch(?:es)?|yards?|kg|kilos?|kilograms?|grams?|(?:metric\s)?tons?|tonnes?|megabytes?|gigabytes?|mb|gb|"
    r"pounds?|lbs?|lit(?:re|er)s?|gallons?|acres?|hectares?|degrees?|mph|kph|knots?|watts?|megawatts?|mw|megatons?|kilotons?|"
    r"calib(?:re|er)|barrels?|carats?|square|sq|cubic|rounds?\s+of|trillion|magnitude|times|fold|points?|seats?|votes?)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"^[-\s](?:thirds?|quarters?|fifths?|halves|sixths?|eighths?|tenths?)\b", re.IGNORECASE)
_TIME = re.compile(
    r"^[-\s]?(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies)|nights?|a\.?m\.?|p\.?m\.?|o['’]clock|gmt|utc|noon|hrs?)\b|"
    r"^:\d\d",
    re.IGNORECASE,
)
_RANK = re.compile(r"^(?:st|nd|rd|th)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:article|section|resolutions?|chapter|no\.|number|room|route|highway|interstate|flight|unit|page|channel|group of|division|"
    r"brigade|battalion|regiment|paragraph|act|operation|version|phase|level|district|ward|zone|apollo|boeing|airbus|psalm|clause|rule|"
    r"area|bus|platform|gate|terminal|protocol|amendment|u\.s\.)\s?$",
    re.IGNORECASE,
)
# After a hyphen: "a five-member cell" counts members, "a two-storey house" storeys.
_OF_PEOPLE = re.compile(r"^-(?:member|man|woman|person|people|strong|soldier|officer|victim)\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"^\s+(?:people|persons|civilians|troops|soldiers|dead|were|have|men|women|children|militants|fighters|refugees|protesters|others|more)\b",
    re.IGNORECASE,
)


def kind_of(text: str, number: Span) -> str:
    """count, age, money, percent, ordinal, year, time, measure, name or other, for the number at that place."""
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 40]
    digits = text[number.start : number.end]
    if _MONEY_BEFORE.search(before) or _MONEY.match(after):
        return "money"
    if _AGE.match(after) or _AGED.search(before) or _in_commas(digits, before, after):
        return "age"
    if _PARENT.search(before):
        return "other"
    if _PERCENT.match(after):
        return "percent"
    if _MEASURE.match(after) or ("." in digits and not re.search(r"[a-z]", digits)):
        return "measure"
    if _TIME.match(after) or re.search(r"\d:\Z", before):
        return "time"
    if _RANK.match(after):
        return "ordinal"
    if _FRACTION.match(after):
        return "other"
    if re.search(rf"\b(?:{_MONTH})\.?\s$", before, re.IGNORECASE) or re.match(rf"\s(?:{_MONTH})\b", after, re.IGNORECASE):
        return "time"
    if re.fullmatch(r"(?:1[6-9]|20)\d\d", digits) and not _PEOPLE.match(after):
        return "year"
    if _NAMED.search(before) or re.search(r"[A-Za-z]-?\Z", before) or re.match(r"-?[a-z]*\d|/\d|['’]s\b", after):
        return "name"
    if re.search(r"\d[/-]\Z", before):
        return "name"
    if re.match(r"-(?!odd\b|plus\b)[a-z]", after) and not _OF_PEOPLE.match(after):
        return "other"
    return "count"


def _in_commas(digits: str, before: str, after: str) -> bool:
    """ "Jane Roe, 43, said", "a boy, 4, died": an age in apposition to a name or to one person."""
    named, person = re.search(r"[A-Z]\w+,\s$", before), _PERSON.search(before)
    if not (digits.isdigit() and (1 if person else 5) <= int(digits) <= 99 and (named or person)):
        return False
    return bool(re.match(r",|\.(?:\s|$)|\)", after))
