"""Cues of wording before and after a date, each under what its clause then says of that date."""

from __future__ import annotations

import re
from typing import Literal

from retrieval.moves import BY, PUT_OFF
from retrieval.unset import DAY, EVENT

Modality = Literal[
    "planned",
    "proposed",
    "dropped",
    "cancelled",
    "denied",
    "held",
    "reported",
    "deadline",
    "lead_in",
    "to_be_set",
    "moved",
    "agreed",
]

SAYING = (
    "said|says|told|announced|reported|wrote|confirmed|added|stated|declared|learned|posted|noted"
    "|claimed|reports|writes|announces|published|tweeted|briefed|asked|answered|replied|conceded"
    "|explained|argued|warned|insisted|admitted|revealed|stressed|recalled"
)
_SAID_NOTHING = (
    r"(?:refuse|reject|rule out|turn down|oppose|object|confirm|comment|mention|tell|say"
    r"|establish|determine|answer (?:calls|questions))(?:d|ed)?|refused?|ruled out|turned down"
    r"|against|knows?|known|told|clear|care (?:whether|if|when)|wish to say|be drawn"
    r"|said(?= (?:(?:late )?on )?(?:the )?$)"
)
"""After "not": nothing is denied by who did not say, refuse or know it."""
_OF_SOMETHING_ELSE = (
    rf"(?! (?:[\w-]+ )?(?:{_SAID_NOTHING}|attend|take part|join|lead|only|(?:travel|come"
    rf"|go) to (?:the )?(?:\w+ )"
    rf"{{0,2}}{EVENT}|(?:said|say|says|confirmed|decided|disclosed|revealed) (?:who|what|whether"
    r"|how|where|why)|expects?|expected)\b)"
)
"""After "not": what is denied is not the event, which takes place: "will not attend the talks"."""

_AS_FAR_AS = (
    r"(?:(?!\b(?:but|since|before|until|till|and (?:[\w-]+ ){0,3}?(?:that|will|would|stays?"
    r"|remains?)|and (?:is|are) (?:now |to |due |set ))\b)[^.;:,]){0,60}(?<!\bof )"
)
"""From "not" to the day that is denied: neither beyond "but" nor to "since 2 June"."""
_SET = (
    r"(?:(?:planned|set|scheduled|expected|due|meant|supposed|fixed|slated|pencilled in"
    r"|(?:announced|named|called|booked|proposed)(?= (?:[\w'’-]+ ){0,5}?for\b)"
    r"|to have been|to have)\b(?! up\b))"
)
"""Planned before, after "had been" and the like; "was announced on Friday" is no plan."""
_ON_TO_THE_DAY = (
    r"(?:(?!\b(?:has|have) (?:\w+ )?been (?:put|moved|postponed)|\band (?:held|was|were|is"
    r"|now)\b)[^.;,]|,(?= (?:as|on|by|(?:and )?then (?:on|for|from))\b)){0,60}"
)
"""From there to the day that is set aside, and not on to the one that took its place."""
BEFORE: dict[Modality, re.Pattern[str]] = {
    # "Cancelled the inauguration planned for next Tuesday, 15 July"
    "cancelled": re.compile(
        r"\b(?:cancel(?:s|l?ed)|call(?:s|ed) off|scrap(?:s|ped)|drop(?:s|ped)|shelv(?:es|ed)"
        r"|postpone[ds]|puts? off) (?:[\w'’-]+ ){1,6}?(?:planned|scheduled|set|due|called|announced"
        r"|foreseen|expected) (?:for|on) (?:the |next |this |\w+day, )*$"
        # "Has called off the debate, which was to be shown tomorrow"
        r"|(?<!asked to )(?<!refused to )(?<!wants to )(?<!want to )\b(?:cancel(?:s|l?ed)?"
        r"|call(?:s|ed)? off|scrap(?:s|ped)?|shelv(?:es|ed)|suspend(?:s|ed)?"
        r"|withdr(?:aws?|ew)|puts? off|postpone[ds]?)"
        r" (?:[\w'’-]+ ){1,7}?[\w'’-]+,? (?:which|that) (?:(?:was|were) (?:to|due|set|planned|meant"
        r"|scheduled|supposed)|(?:had|has|have) been (?:set|planned|scheduled|called|announced"
        r"|fixed))\b[^.;,]{0,40}$"
        r"|\b(?:cancel(?:s|l?ed)|call(?:s|ed) off|suspends?) (?:[\w'’-]+ ){1,5}?(?:of"
        r"|[\w'’-]+, due(?: on| for)?) (?:the )?$",
        re.I,
    ),
    "dropped": re.compile(
        # "Instead of 16 June the verdict is now to be given on 20 June": the second day stands.
        r"\b(?:instead of|rather than)\b"
        r"(?:(?!\b(?:is|are|was|were|will|would|has|have|now)\b)[^.;,]){0,60}$"
        r"|\b(?:originally|previously|initially|no longer|first planned"
        rf"|had (?:(?:first|originally|once|also) )?been {_SET}"
        rf"|(?:has|have) (?:first|originally|once) been {_SET}"
        rf"|(?:was|were) (?:first|originally|once|also) {_SET}"
        rf"|(?:which|that|who) (?:was|were) {_SET}"
        r"|and not(?! before)|not on(?= (?:the |a |\w+day,? )*$)|but not(?! before)"
        rf"|(?:should|was to|were to) have \w+)\b{_ON_TO_THE_DAY}$"
        r"|\b(?:was|were|been) (?:called off|cancell?ed|abandoned|scrapped) (?:(?:late "
        r"|early )?(?:on|in) )?$"
        r"|\b(?:postponed|moved|shifted|put off|put back|brought forward|delayed|rescheduled"
        r"|changed) (?:\w+ ){0,3}from\b(?:(?!\bto\b)[^.;]){0,40}$"
        # "Has put off Saturday's election", "withdrew 30 March as the opening day"
        r"|\b(?:put off|postponed?|call(?:ed)? off|cancell?ed|scrapped|with(?:drew|drawn)|abandoned"
        r"|gave up|given up) (?:the |its |their )?$",
        re.I,
    ),
    "denied": re.compile(
        r"\b(?:(?:will|would|does|do|did|can|could|is|are|was|were|has|have) ?n[o'’]t|can['’]t)\b"
        rf"{_OF_SOMETHING_ELSE}{_AS_FAR_AS}$"
        rf"|\bno (?!doubt|question|secret"
        rf"|wonder)(?:[\w-]+ ){{0,2}}?{EVENT}\b(?:(?!\bsince\b)[^.;,]){{0,20}}(?<!\bof )$"
        r"|\bthere (?:will be|would be|is|was) no\b(?! doubt"
        r"| question)(?:(?!\bsince\b)[^.;:,]){0,50}(?<!\bof )$"
        # "In yesterday's edition we dated the round to 26 May."
        r"|\b(?:corrections?\b|in (?:our|yesterday['’]s) [^.;]{0,30}(?:edition|report|issue"
        r"|article)\b)"
        r"[^.;]{0,80}\bwe (?:wrongly |mistakenly |incorrectly )?(?:put|gave|wrote|said|reported"
        r"|stated|named|had)\b(?! (?:in|on) $)[^.;]{0,60}$"
        r"|\bwe (?:(?:wrongly|mistakenly|incorrectly) (?:put|gave|wrote|said|reported|stated"
        r"|named|had)|dated)\b[^.;]{0,60}$"
        r"|\b(?:cannot|won['’]t|(?<!not )(?<!n['’]t )(?:rules? out|ruled out)"
        r"|denie[sd](?! (?:(?:it|this|that|both|them|all) )?(?:(?:late )?(?:on|in) )?(?:the )?$)"
        r"|unlikely|hardly|neither|never)\b"
        rf"{_OF_SOMETHING_ELSE}{_AS_FAR_AS}$"
        # "A bit less than on 16 May"
        r"|\b(?:(?<!no later )(?<!not later )(?<!no earlier )(?<!not earlier )(?<!no sooner )than"
        r"|unlike|compared (?:with|to)|as against)"
        r" (?:on |in |at |that of |those of |the )*$"
        # "Peskov denied a report in the Journal that talks would open in mid-June."
        r"|\b(?:den(?:y|ies|ied)|reject(?:s|ed)|dismiss(?:es|ed)|refut(?:es|ed)|contradict(?:s|ed))"
        r" (?:(?:a|the|any|all|this|such|media|press) ){0,2}(?:reports?|claims?|suggestions?"
        r"|rumou?rs?|speculation|talk|stories|story|allegations?)\b[^.;:]{0,110}$",
        re.I,
    ),
    "planned": re.compile(
        r"\b(?:will|shall|to be held|to (?:start|begin|meet|take place|resume|open|fly|play|vote)"
        r"|scheduled|set for|set aside|(?:date|day|time) (?:is|was|has been) (?:set|fixed)"
        r"|confirmed|agreed on|(?:is|are) (?:now )?to|starts?|begins?"
        r"|takes? place|(?:moved|postponed|adjourned|put back|put off|delayed|rescheduled"
        r"|brought forward|shifted)"
        r" (?:by [\w ]{1,20} )?(?:from [^.;]{1,40} )?(?:to|until|till|for)"
        r"|now planned|planned for|due|opens?|resumes?"
        r"|kicks? off|meets?|next)\b[^.;]{0,70}$",
        re.I,
    ),
    # "May" with a capital is the month.
    "proposed": re.compile(
        r"\b(?:propos\w+|offer\w*|suggest\w*|invit\w+|wants?|would like|could|(?-i:may)|might"
        r"|possible|possibly|expect\w*|likely|hop(?:es?|ing)|aim(?:s|ing)?|ready|considers?|wish\w*"
        r"|asked for|put(?:s|ting)? forward|floated|urged|called for|working towards|talk of"
        r"|intends?|mooted|tentative\w*|provisional\w*)\b[^.;]{0,70}$",
        re.I,
    ),
    "reported": re.compile(
        # "Said yes on Sunday" is what was done, not when it was told.
        rf"\b(?:{SAYING}|statement|interview|speaking|briefing|according to|press conference)\b"
        r"(?! (?:yes|no|goodbye|farewell)\b)"
        r"(?:[^.;,]{0,45}?\b(?:on|late on|early on))?[^.;,\w]{0,3}$"
        # "Said Ada Renn, the chief engineer, on Wednesday"
        rf"|\b(?:{SAYING}) (?:(?!that\b|he\b|she\b|they\b|it\b)[\w'’-]+ ){{0,3}}[\w'’-]+,"
        r" (?-i:[a-z])[^.;,\"”]{1,60}, (?:late |early )?on (?:the )?$"
        # "Our report of 27 February", "in its issue of Friday"
        r"|\b(?:report|article|edition|issue|bulletin|newsletter|dispatch|press release)s?"
        r" (?:of|dated) (?:the )?$",
        re.I,
    ),
    "moved": re.compile(
        rf"\b{PUT_OFF}(?: (?!because\b)[\w'’-]+){{0,8}}?(?:,? by [\w ]{{1,20}},?)?(?: from"
        rf" [^.;]{{1,40}})?"
        r" (?:to|until|till|for) (?:the |on |\w+day,? |early |late )*$",
        re.I,
    ),
    # "The exchange agreed in Basel on 2 June is complete": that is not the day of the exchange.
    "agreed": re.compile(
        r"\b(?:agreed|arranged|promised|ordered|decided|signed"
        r"|(?:agreement|deal|accord|pact|treaty|settlement|contract)s? (?:(?:that|which) was )?"
        r"(?:reached|struck|made|concluded|sealed|done|settled|clinched))(?: upon)?(?: there)?"
        r"(?: (?:in|at|by|between)(?: (?!(?:can|could|will|would|may|is|are|was|were|has|have|had"
        r"|ended|began|came)\b)[\w'’-]+){1,4}?)?(?: (?:late on|on|last|the)){0,3} $"
        # "By the deal of 2 June"
        r"|\b(?:agreement|deal|accord|pact|treaty|settlement|understanding)s? of(?: the)? $",
        re.I,
    ),
    "to_be_set": re.compile(
        # "A date can be agreed next week": a day on which to fix the day, not the day.
        r"\b(?:dates?|days?|time|timing|timetable|schedule)\b[^.;]{0,60}\b(?:can|could|will|would"
        r"|may|might|should|must|to|ought to) (?:only )?be (?:agreed|set|fixed|announced|named"
        r"|decided|discussed|settled|found|known|determined|chosen|confirmed)(?: upon| on)?"
        r" (?:only )?(?:on |in |at |by |before |after |within |later |early |the |this |[\"“])*$"
        r"|\b(?:agree on|set|fix|announce|name|decide on|discuss|settle on|settle|find|choose"
        r"|confirm) (?:\w+ ){0,3}(?:dates?|day|time|timing|timetable"
        r"|schedule)\b(?! of\b)[^.;,]{0,40}$"
        r"|\b(?:agree on|set|fix|name) (?:one|it)\b[^.;,]{0,30}$"
        r"|\bone (?:can|could|may|might|will) be (?:agreed|found|set|named)(?: on)? (?:in "
        r"|by )?(?:the )?$",
        re.I,
    ),
    "deadline": re.compile(
        r"\b(?:by|until|till|before|since|no later than|not before|no earlier than|within|as of"
        r"|up to)\s+(?:at least\s+|the\s+)?$",
        re.I,
    ),
}
AFTER: dict[Modality, re.Pattern[str]] = {
    "denied": re.compile(
        r"^(?:,[^,.;]{1,60},|,| (?:put|proposed|announced|of|in|at)\b(?:(?!\b(?:that|sa(?:id|ys?)"
        r"|told)\b)[^,.;]){1,45})?"
        r" (?:(?:will|would|did|does|do|could|ha[sd]|have) not|cannot|can['’]t|won['’]t"
        r"|didn['’]t)(?: now| yet)?"
        r" (?:take place|taken place|happen(?:ed)?|be (?:held|kept|chosen)|been held|come about"
        r"|open(?:ed)?|beg[iu]n|start(?:ed)?)\b(?! (?:until|till|before|on))",
        re.I,
    ),
    # "She would travel there next week to settle one."
    "to_be_set": re.compile(
        r"^ (?:in order )?to (?:settle|fix|agree(?: on)?|set|discuss|arrange|find|name) (?:one|it"
        rf"|that|(?:an?|the|its) (?:\w+ )?{DAY})\b",
        re.I,
    ),
    # "On 7 May, a day later than first planned"
    "moved": re.compile(rf"^,? (?:and )?{BY} (?:later|earlier) than\b", re.I),
    "cancelled": re.compile(
        r"^(?:(?!\bthat\b|\bin which\b|\band (?!(?:\d|\w+day\b|the \d|was|were|is|are|ha[sd]"
        r"|have)\b))[^.;]){0,40}"
        r"\b(?:ha[sd] been|have been|was|were|is|are) (?:cancelled|canceled|called off"
        r"|postponed|dropped|put off|put back|abandoned|scrapped|shelved|suspended"
        r"|off(?=[.,;!]| the (?:table|calendar)\b| again| after| because| for| until))\b"
        r"|^['’]s [^.;]{0,80}\bis off\b(?=[.,;!]| again| after| because)",
        re.I,
    ),
    "dropped": re.compile(
        r"^[^.;,]{0,60}(?:, [^.;,]{1,30},|,)? ?\b(?:has been|have been|was|were)"
        r" (?:moved|(?:pushed|shoved|bumped) back)\b"
        # "Called for March 27, would now be held on April 3."
        r"|^(?: [^.;,]{0,15})?,? ?\b(?:will|would|is to|are to|has to) now\b"
        # "31 May, as asked for, would have left too little time."
        r"|^(?:, as [^.;,]{1,50},)? would have (?!to\b)\w"
        # "Planned for early November, will not be ready by then."
        r"|^[^.;]{0,20}\b(?:will|would|can|could) ?n[o'’]t\b[^.;]{0,40}\bthen\b",
        re.I,
    ),
    "planned": re.compile(
        r"^[^.;,]{0,50}\b(?:will|is to|are to|is set to|is due|is scheduled)\b", re.I
    ),
    "reported": re.compile(
        r"^['’]s (?:edition|report|issue|paper|article|bulletin|story|table)\b|"
        rf"^,?\s+(?:(?:he|she|they|it|we|the [\w ]{{2,25}}|[A-Z]\w+(?: [A-Z]\w+)?)\s+)?"
        rf"(?:{SAYING})\b"
    ),
}
