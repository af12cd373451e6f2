"""Whether a sentence looks ahead or back at the place of a time expression, by the words around it."""

import re

# What may stand between a modal verb and its own verb, which is swallowed: "will be held" is not "held".
_VERBS = r"(?:\s+(?:not|also|be|likely|soon|then|now|only|probably|still|never|all|both|[a-z]+ly))*(?:\s+[a-z]+)?"
_AHEAD = (
    rf"(?:will|shall|won['’]t|would|may|might|must|should|['’]ll)(?!\s+have\b){_VERBS}|(?<!had\s)(?:is|are|was|were|be)\s+(?:going|set|due|expected|scheduled|slated|likely|planned|supposed|poised)\s+to|"
    r"(?:is|are)\s+to\s+\w+|(?<!had\sbeen\s)(?:scheduled|slated|due|expected)\s+(?:for|on|by|in|to)|(?:planned|set)\s+for|(?<!had\sbeen\s)set\s+to\s+[a-z]+|"
    r"(?:agreement|accord|deal|plan|programme?|proposal|decision|order|bid|offer|effort)s?\s+to\s+[a-z]+|"
    r"(?:gave|giv(?:e|es|en|ing)|allow(?:s|ed|ing)?|grant(?:s|ed|ing)?)\s+(?:[\w'’]+\s+){1,5}?(?:until|till)\b|effective|"
    r"(?:plan|intend|agree|hope|want|vow|pledge|promise|threaten|prepare|expect|ask|urge|decide|order|offer|propose|aim|wish|instruct|"
    r"schedule|arrange|call)(?:s|e?d|ned|ted|ing|ning)?\s+(?:\w+\s+){0,3}?to\s+[a-z]+|"
    r"as\s+(?:early|soon|late)\s+as|no\s+later\s+than|in\s+time\s+for|upcoming|coming|deadline|"
    r"(?:postponed|delayed|adjourned|extended|deferred|remanded|put\s+off)\s+(?:\w+\s+){0,4}?(?:until|till|to|through)"
)
_BEHIND = (
    r"(?<!\bthe\s)(?<!\ba\s)(?<!\ban\s)(?<!\bof\s)(?<!still\s)[a-z]{2,}ed|said|told|was|were|had|did|took|came|went|began|fell|rose|shot|blew|hit|struck|held|met|made|left|saw|got|broke|brought|"
    r"spoke|gave|won|lost|led|drove|flew|ran|sent|set\s+off|fought|found|wrote|became|put|stood|kept|paid|sold|bought|threw|caught|"
    r"taught|thought|felt|heard|knew|grew|drew|sank|hid|swept|shook|stole|spent|withdrew|overran|undertook|has\s+been|have\s+been"
)
_VERB = re.compile(rf"\b(?:(?P<ahead>{_AHEAD})|(?P<behind>{_BEHIND}))\b", re.IGNORECASE)
# The verb that follows at once, as in "the ministry on Sunday issued a warning".
_AT_ONCE = re.compile(rf"^(?:['’]s?)?\s+(?:\w+ly\s+)?(?:(?P<ahead>{_AHEAD})|(?P<behind>{_BEHIND}))\b", re.IGNORECASE)
# The verb that stands right before it, as in "the men seized on Thursday planned to".
_RIGHT_BEFORE = re.compile(rf"\b(?:(?P<ahead>{_AHEAD})|(?P<behind>{_BEHIND}))(?:\s+on)?\s+$", re.IGNORECASE)
_TO_COME = {"planned", "scheduled", "expected", "slated", "set", "proposed", "promised"}
_DEADLINE = re.compile(r"\b(?:by|until|till|through)\s+(?:the\s+)?$", re.IGNORECASE)
_REACH = 90  # characters before an expression in which its verb is sought
_AFTER = 60


def looks_ahead(before: str, after: str) -> bool:
    """By a past verb right before ("seized on Thursday"), else by the verb right after, else the nearest before, else one after;
    `before` and `after` are the rest of the sentence.

    What is said in the past of what is to come ("he said they would leave Monday") looks ahead; a deadline ("by Monday") does
    where no past verb follows.
    """
    if (own := _RIGHT_BEFORE.search(before[-_REACH:])) and own["behind"] and own["behind"].lower() not in _TO_COME:
        return False
    if at_once := _AT_ONCE.match(after[:_AFTER]):
        return bool(at_once["ahead"])
    verbs = list(_VERB.finditer(before[-_REACH:]))
    following = _VERB.search(after[:_AFTER])
    if verbs:
        return bool(verbs[-1]["ahead"])
    if following:
        return bool(following["ahead"])
    return bool(_DEADLINE.search(before[-12:]))
