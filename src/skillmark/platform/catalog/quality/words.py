"""The sentences of the quality profiles, listed so that they are translated with the interface.

Core knows no gettext; its English sentences are the message ids. A test holds this list against
the rules: a sentence that changes there changes here.
"""

from typing import Final

from django.utils.translation import gettext_noop

SENTENCES: Final = frozenset(
    {
        gettext_noop("1EdTech TrustEd Microcredential"),
        gettext_noop("A certificate with the date of issue goes to everybody who earns it."),
        gettext_noop("A day of review is set"),
        gettext_noop("A rubric says what counts as how much"),
        gettext_noop("A summative assessment is stated"),
        gettext_noop("Add a rubric: what is looked at, and the levels from low to high."),
        gettext_noop("Add the workload as ECTS credits, where you can."),
        gettext_noop(
            "An assessment is described but its type is not chosen, so knowledge is all that is claimed."
        ),
        gettext_noop(
            "Attendance and self-assessment alone do not count: add an assessment that somebody marks."
        ),
        gettext_noop("Attendance and self-assessment prove nothing to others."),
        gettext_noop("Australia's National Microcredentials Framework"),
        gettext_noop("Choose EQF level 6 or 7; levels 4 and 5 count only with ECTS credits."),
        gettext_noop("Choose a day of review within the next three years."),
        gettext_noop("Choose a kind that says more than “achievement”."),
        gettext_noop("Choose an EQF level from 1 to 8."),
        gettext_noop(
            "Choose how people are assessed at the end, or describe the final assessment."
        ),
        gettext_noop("Choose how the outcomes are assessed, or describe the assessment."),
        gettext_noop("Choose that it counts towards another credential."),
        gettext_noop("Choose the EQF level, or write the national level with its framework."),
        gettext_noop(
            "Choose the country of the awarding body, here or in the organisation's settings."
        ),
        gettext_noop("Choose the language."),
        gettext_noop("Choose what kind of achievement this is."),
        gettext_noop("Choose whether it stands alone or counts towards another credential."),
        gettext_noop("Choose whether people take part online, on site or both."),
        gettext_noop(
            "Choose whether the assessment is supervised and whether identity is verified."
        ),
        gettext_noop(
            "Choose who stands behind the quality: you alone, or an agency or body outside."
        ),
        gettext_noop("Common Microcredential Framework"),
        gettext_noop("Confirmed in reprints; the Official Journal itself could not be read."),
        gettext_noop(
            "Confirmed in the prints of its platforms; its own paper could not be read."
        ),
        gettext_noop("Credits are stated"),
        gettext_noop(
            "Describe the assessment: what people do, who marks it and what counts as enough."
        ),
        gettext_noop("EU standard elements"),
        gettext_noop("Endorsements by others, which 1EdTech recommends."),
        gettext_noop("Every row of the rubric has levels"),
        gettext_noop("Every skill points to its framework"),
        gettext_noop("Evidence stands in the credential when you give it on issuing."),
        gettext_noop("Evidence that employers, industry or community need it."),
        gettext_noop("Give every row of the rubric at least two levels."),
        gettext_noop("Give it a title that says what people can do."),
        gettext_noop("Give the address of a page that describes how you assure the quality."),
        gettext_noop("Hours and ECTS credits fit together"),
        gettext_noop("Hours and credits fit together: ten hours are one credit"),
        gettext_noop(
            "Hours, level, credits and outcomes stand on the credential as a transcript."
        ),
        gettext_noop("Identity is verified at the assessment"),
        gettext_noop("It carries 1 to 40 credits"),
        gettext_noop("It carries 4 to 6 ECTS credits"),
        gettext_noop("It counts towards a degree programme"),
        gettext_noop("It does not stand alone"),
        gettext_noop("It has a title"),
        gettext_noop(
            "It is as large as a qualification: make it smaller than 600 hours, or call it one."
        ),
        gettext_noop("It is described"),
        gettext_noop("It is smaller than an AQF award qualification"),
        gettext_noop("It says how it is earned"),
        gettext_noop("It says what it counts towards"),
        gettext_noop("It says what it is recognised for"),
        gettext_noop("It says whether it stacks"),
        gettext_noop("List what people can do afterwards, each outcome by itself."),
        gettext_noop("Make it 1 to 40 credits; one credit is ten hours."),
        gettext_noop("Make it 100 to 150 hours in all, revision and assessment included."),
        gettext_noop("Make it 4 to 6 ECTS credits."),
        gettext_noop(
            "Make it at least one hour; a smaller thing is no microcredential in Australia."
        ),
        gettext_noop("Make it ten hours a credit: change the hours or the credits."),
        gettext_noop("NZQA micro-credential"),
        gettext_noop("Name the agency or body that assures the quality."),
        gettext_noop(
            "Name the credential, credit or professional body that recognises it, or its CPD points."
        ),
        gettext_noop("Name the credential, programme or credit that it counts towards."),
        gettext_noop("Name the degree programme that it counts towards."),
        gettext_noop("Name the organisation that awards it."),
        gettext_noop("Name the organisation that developed it."),
        gettext_noop("Name the qualification or credential it leads to, if there is one."),
        gettext_noop("No assessment is stated."),
        gettext_noop(
            "One ECTS credit stands for 25 to 30 hours: change the hours or the credits."
        ),
        gettext_noop("Pick at least one skill, so that others can find and compare this."),
        gettext_noop(
            "Pick the skills of a framework such as ESCO, so that each has an address."
        ),
        gettext_noop("Price, dates and places of delivery, which stand where people enrol."),
        gettext_noop(
            "Result and its date stand in the credential when you give them on issuing."
        ),
        gettext_noop("Say in which system the credits count, for example ECTS."),
        gettext_noop(
            "Say what grades are possible and what they mean, or that there are none."
        ),
        gettext_noop(
            "Say what it is for, and for which learners, industry or community it matters."
        ),
        gettext_noop("Say what people need before they begin, or that they need nothing."),
        gettext_noop("Set the day by which somebody looks whether it is still right."),
        gettext_noop("Skills are named"),
        gettext_noop("Somebody else judges the outcomes"),
        gettext_noop("State how many credits it carries."),
        gettext_noop(
            "State the hours a learner needs in all, assessment included, or the credits."
        ),
        gettext_noop("State the hours a learner needs in all, assessment included."),
        gettext_noop("Supervision and identity check are stated"),
        gettext_noop(
            "Take the organisation's name out of the title, unless NZQA agreed to it."
        ),
        gettext_noop(
            "Take “New Zealand”, “national”, “diploma”, “degree”, “bachelor”, “master”, “doctor”, “under-graduate” or “post-graduate” out of the title."
        ),
        gettext_noop("That it does not duplicate learning that NZQA has approved."),
        gettext_noop("That the title names no person or product without a sound reason."),
        gettext_noop("The EQF level exists"),
        gettext_noop("The EQF level is 6 or 7, or 4 or 5 with ECTS credits"),
        gettext_noop("The NZQCF level exists"),
        gettext_noop("The NZQCF level is stated"),
        gettext_noop("The assessment is described"),
        gettext_noop("The assessment is stated"),
        gettext_noop("The assessment measures what people know."),
        gettext_noop("The assessment shows people using what they learnt."),
        gettext_noop("The awarding body is named"),
        gettext_noop("The awarding body says who it is"),
        gettext_noop("The classes were read at the source; the table of fields was not."),
        gettext_noop("The country is a country code"),
        gettext_noop("The country of the awarding body is stated"),
        gettext_noop("The credits are a whole number"),
        gettext_noop("The credits name their system"),
        gettext_noop("The date of issue stands in every credential."),
        gettext_noop("The developer is named"),
        gettext_noop("The field of study carries its NZSCED code"),
        gettext_noop("The form of participation is stated"),
        gettext_noop("The grading is explained"),
        gettext_noop("The kind of achievement is stated"),
        gettext_noop("The kind of achievement says something"),
        gettext_noop("The language is stated"),
        gettext_noop("The learner is identified in every credential."),
        gettext_noop("The learning outcomes are stated"),
        gettext_noop("The level is stated"),
        gettext_noop(
            "The listing rules were read; the approval and accreditation rules were not."
        ),
        gettext_noop(
            "The minimum standards were confirmed; the table of critical information was not."
        ),
        gettext_noop("The pathway to other credentials is named"),
        gettext_noop("The prerequisites are stated"),
        gettext_noop("The purpose is stated"),
        gettext_noop("The quality assurance is stated"),
        gettext_noop("The quality assurance statement can be read"),
        gettext_noop("The review comes within three years"),
        gettext_noop("The title does not name the organisation"),
        gettext_noop("The title has no word that belongs to qualifications"),
        gettext_noop("The volume of learning is at least one hour"),
        gettext_noop("The workload is 100 to 150 hours"),
        gettext_noop("The workload is also given in ECTS"),
        gettext_noop("The workload is stated"),
        gettext_noop("The workload is stated, in hours or credits"),
        gettext_noop("This file has no place for the type of assessment."),
        gettext_noop("Verify identity when you assess, and choose an answer that says so."),
        gettext_noop(
            "What 1EdTech asks so that a reader can tell knowledge, application and recognition."
        ),
        gettext_noop("What Australia asks of a microcredential, and of its listing."),
        gettext_noop(
            "What New Zealand asks before it lists a micro-credential on its framework."
        ),
        gettext_noop(
            "What the European MOOC Consortium asks of a course that earns academic credit."
        ),
        gettext_noop("What the European Union asks every micro-credential to say of itself."),
        gettext_noop("Whether credit is really awarded, at once or on enrolment."),
        gettext_noop("Whether the assessment is validated and measures the stated outcomes."),
        gettext_noop("Whether the stated quality assurance really follows Annex II."),
        gettext_noop("Whether the university's own rules accept the way identity is verified."),
        gettext_noop("Which standards it uses, if any."),
        gettext_noop("Whoever assures the quality from outside has a name"),
        gettext_noop("Write a few words about the awarding organisation in its settings."),
        gettext_noop("Write a level from 1 to 10, for example NZQCF 4."),
        gettext_noop("Write one or two sentences that say what it is and who it is for."),
        gettext_noop("Write the country as its two letters, for example DE."),
        gettext_noop("Write the credits as a whole number."),
        gettext_noop("Write the field of study with its six-digit NZSCED code."),
        gettext_noop("Write the level of the New Zealand framework, for example NZQCF 4."),
        gettext_noop("Write what a person has to do or show, and what counts as enough."),
    }
)
