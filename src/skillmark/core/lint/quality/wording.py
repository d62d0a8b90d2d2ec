"""Sentences that several profiles share: the state wished for, and what to do.

They are plain English for a person who fills in a form. Other languages translate them sentence
by sentence, so each stands here once.
"""

from typing import Final

TITLE: Final = ("It has a title", "Give it a title that says what people can do.")
DESCRIPTION: Final = (
    "It is described",
    "Write one or two sentences that say what it is and who it is for.",
)
KIND: Final = (
    "The kind of achievement is stated",
    "Choose what kind of achievement this is.",
)
CRITERIA: Final = (
    "It says how it is earned",
    "Write what a person has to do or show, and what counts as enough.",
)
OUTCOMES: Final = (
    "The learning outcomes are stated",
    "List what people can do afterwards, each outcome by itself.",
)
RUBRIC: Final = (
    "A rubric says what counts as how much",
    "Add a rubric: what is looked at, and the levels from low to high.",
)
SKILLS: Final = (
    "Skills are named",
    "Pick at least one skill, so that others can find and compare this.",
)
SKILL_ADDRESSES: Final = (
    "Every skill points to its framework",
    "Pick the skills of a framework such as ESCO, so that each has an address.",
)
WORKLOAD: Final = (
    "The workload is stated",
    "State the hours a learner needs in all, assessment included.",
)
WORKLOAD_OR_CREDITS: Final = (
    "The workload is stated, in hours or credits",
    "State the hours a learner needs in all, assessment included, or the credits.",
)
HOURS_AND_ECTS: Final = (
    "Hours and ECTS credits fit together",
    "One ECTS credit stands for 25 to 30 hours: change the hours or the credits.",
)
CREDITS: Final = ("Credits are stated", "State how many credits it carries.")
CREDIT_UNIT: Final = (
    "The credits name their system",
    "Say in which system the credits count, for example ECTS.",
)
LEVEL: Final = (
    "The level is stated",
    "Choose the EQF level, or write the national level with its framework.",
)
ASSESSMENT: Final = (
    "The assessment is stated",
    "Choose how the outcomes are assessed, or describe the assessment.",
)
ASSESSED: Final = (
    "Somebody else judges the outcomes",
    "Attendance and self-assessment alone do not count: add an assessment that somebody marks.",
)
PARTICIPATION: Final = (
    "The form of participation is stated",
    "Choose whether people take part online, on site or both.",
)
SUPERVISION: Final = (
    "Supervision and identity check are stated",
    "Choose whether the assessment is supervised and whether identity is verified.",
)
GRADING: Final = (
    "The grading is explained",
    "Say what grades are possible and what they mean, or that there are none.",
)
PREREQUISITES: Final = (
    "The prerequisites are stated",
    "Say what people need before they begin, or that they need nothing.",
)
QUALITY_ASSURANCE: Final = (
    "The quality assurance is stated",
    "Choose who stands behind the quality: you alone, or an agency or body outside.",
)
QUALITY_BODY: Final = (
    "Whoever assures the quality from outside has a name",
    "Name the agency or body that assures the quality.",
)
AWARDING_BODY: Final = (
    "The awarding body is named",
    "Name the organisation that awards it.",
)
AWARDING_PROFILE: Final = (
    "The awarding body says who it is",
    "Write a few words about the awarding organisation in its settings.",
)
STACKABILITY: Final = (
    "It says whether it stacks",
    "Choose whether it stands alone or counts towards another credential.",
)
STACKS_INTO: Final = (
    "It says what it counts towards",
    "Name the credential, programme or credit that it counts towards.",
)
LANGUAGE: Final = ("The language is stated", "Choose the language.")
REVIEW: Final = (
    "A day of review is set",
    "Set the day by which somebody looks whether it is still right.",
)
