"""Words that name the same thing in sentences about skills; our own short list, English.

Each group is a row of phrases; a sentence with one of them is also searched for the others, at
less weight. Abbreviations stand with what they are short for.
"""

from typing import Final

from skillmark.platform.skills.engine import words

GROUPS: Final = (
    "protective gear|protective equipment|protective clothing|personal protective equipment|PPE",
    "first aid|first response",
    "fire extinguisher|extinguish fires",
    "CPR|cardiopulmonary resuscitation|resuscitation",
    "heavy weights|heavy loads|heavy objects",
    "lift|lifting|hoist",
    "hazard|danger|risk",
    "forklift|fork lift|lift truck",
    "car|vehicle|automobile",
    "truck|lorry|heavy goods vehicle",
    "plane|aircraft|aeroplane|airplane",
    "ICT|IT|information technology|computer",
    "troubleshoot|solve problems|diagnose problems",
    "AI|artificial intelligence",
    "ML|machine learning",
    "NLP|natural language processing",
    "SEO|search engine optimisation",
    "UX|user experience",
    "UI|user interface",
    "GIS|geographic information systems",
    "CAD|computer-aided design|CAD software",
    "HR|human resources",
    "PR|public relations",
    "QA|quality assurance",
    "CRM|customer relationship management",
    "ERP|enterprise resource planning",
    "IoT|internet of things",
    "VR|virtual reality",
    "API|application programming interface",
    "SQL|query languages",
    "spreadsheet|excel",
    "slides|presentation|powerpoint",
    "website|web page|web site",
    "database|data base",
    "cybersecurity|cyber security|ICT security|information security",
    "hacking|penetration testing",
    "coding|programming|write code|software development",
    "debug|find bugs|debug software",
    "chart|graph|diagram|visual presentation of data",
    "visualise data|data visualisation|visual presentation of data",
    "data analysis|analytics|analyse data",
    "cleanse|clean data|data cleansing|tidy data",
    "lead project|run project|manage project|project management",
    "raise funds|raise money|fundraising",
    "take photos|take pictures|photography",
    "in front of people|front of audience|public speaking|public presentation|give a talk",
    "keep customers happy|customer satisfaction|satisfy customers",
    "staff|employees|personnel|workers|team",
    "boss|manager|supervisor",
    "customer|client|consumer",
    "guest|visitor",
    "complaint|grievance",
    "wheelchair|mobility aid",
    "elderly|older adults|older people|seniors",
    "kid|child|pupil",
    "teenager|adolescent|young person",
    "doctor|physician",
    "nurse|nursing",
    "medicine|medication|drug",
    "shot|injection|vaccine",
    "blood sample|venepuncture",
    "teach|instruct|train",
    "teacher|trainer|instructor",
    "lesson|class",
    "mentor|coach",
    "speech|talk",
    "negotiate|bargain",
    "teamwork|work in teams|cooperate",
    "budget|finances",
    "bill|invoice",
    "taxes|tax returns",
    "bookkeeping|accounting",
    "buy|purchase|procure",
    "sell|sales",
    "advertise|advertising|promote",
    "ad|advertisement",
    "social media|social network",
    "photo|photograph|image",
    "movie|film|motion picture",
    "draw|sketch|drawing",
    "cook|prepare food|cooking",
    "meal|dish",
    "bake|baking|pastries",
    "coffee|espresso",
    "clean|sanitise|disinfect",
    "garbage|rubbish|trash|waste",
    "recycle|waste sorting",
    "fix|repair|mend",
    "install|set up|fit",
    "assemble|put together",
    "check|inspect|examine",
    "measure|gauge",
    "weld|welding",
    "plumbing|pipes",
    "wiring|electrical wiring|electric cables",
    "garden|gardening",
    "farm|agriculture",
    "cattle|cows",
    "tree|forest",
    "warehouse|storage",
    "shipment|freight|cargo|goods",
    "deliver|delivery|distribute",
    "rules|regulations|legislation",
    "law|legal",
    "contract|agreement",
    "privacy|data protection",
    "sustainability|environmental sustainability|sustainable",
    "carbon footprint|greenhouse gas emissions",
    "solar panel|photovoltaic",
    "volunteer|voluntary work|volunteering",
    "fundraise|donations",
    "plan|schedule|organise",
    "report|document",
    "translate|translation",
    "speak|verbal communication|spoken",
    "writing|write text",
    "listen|active listening",
    "maths|mathematics|arithmetic",
    "stats|statistics",
    "lab|laboratory",
    "research|investigate",
    "ethics|moral",
)

WEIGHT: Final = 0.4  # of the synonym of one word
SURER: Final = 0.65  # of the synonym of a phrase, which seldom means something else

type Phrase = tuple[str, ...]


def _table() -> dict[Phrase, tuple[Phrase, ...]]:
    table: dict[Phrase, tuple[Phrase, ...]] = {}
    for group in GROUPS:
        members = tuple(dict.fromkeys(tuple(words.stems(text)) for text in group.split("|")))
        for member in members:
            others = tuple(one for one in members if one != member and one)
            if member and others:
                table[member] = (*table.get(member, ()), *others)
    return table


TABLE: Final = _table()
"""Each phrase, as stems, with the phrases that may stand for it."""
SPREAD: Final = 1  # words that may stand between those of a phrase
