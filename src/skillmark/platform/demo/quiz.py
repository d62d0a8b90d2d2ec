"""The quiz of the demo: a bank of questions of every kind, and a test that draws from it."""

from typing import Final

from skillmark.platform.demo.desk import Desk
from skillmark.platform.programmes.models import Programme
from skillmark.platform.quizzes.models import Question
from skillmark.platform.quizzes.services import importing, quizzes
from skillmark.platform.quizzes.terms import Part, Rules

FILE: Final = "support_fundamentals.csv"
TITLE: Final = "Technical Support Fundamentals: the test"
BANK: Final = """\
code,kind,question,points,options,answer,tolerance,partial,explanation,tags
its1-01,single,Which part keeps data when the power is off?,1,Main memory|A solid-state drive|The processor cache,2,,,Memory and cache forget without power.,hardware
its1-02,single,What do you do first when somebody reports that nothing works?,1,Restart the server|Ask what they see and since when|Replace the keyboard,2,,,Listening first saves most of the time.,helpdesk
its1-03,multiple,Which of these are input devices?,2,Keyboard|Printer|Scanner|Loudspeaker,1|3,,yes,A printer and a loudspeaker put out.,hardware
its1-04,true_false,A wrist strap protects parts from static electricity.,1,,true,,,,hardware
its1-05,true_false,Users should tell the helpdesk their password to speed things up.,1,,false,,,Nobody ever needs it.,helpdesk
its1-06,numeric,How many bits are in four bytes?,1,,32,0,,Eight bits a byte.,basics
its1-07,numeric,"A file of 600 MB is loaded at 50 Mbit/s. How many seconds does it take, at least?",2,,96,1,,600 MB are 4 800 Mbit.,networks
its1-08,text,Which command shows whether another machine answers?,1,,ping,,,,networks
its1-09,text,What does RAM stand for?,1,,random access memory|random-access memory,,,,hardware
its1-10,ordering,Put the steps of a repair in order.,2,Ask what happened|Find the cause|Repair it|Let the user try,,,yes,,helpdesk
its1-11,matching,Match each port to what is plugged into it.,2,HDMI=A screen|RJ45=A network cable|3.5 mm jack=A headset,,,yes,,hardware
its1-12,single,Where does a computer look for its first program after it is switched on?,1,On the network share|In its firmware|In the browser,2,,,,basics
"""


def ask(desk: Desk, code: str, programme: Programme) -> None:
    """Fill the bank from a file, as a teacher would, and publish a test that fills a criterion."""
    file = importing.offer(desk.organisation, FILE, BANK.encode(), actor=desk.actor)
    importing.start(file.pk, actor=desk.actor)
    rules = Rules.parse(
        {
            "title": TITLE,
            "instructions": "Ten questions, twenty minutes. You can look things up.",
            "programme_id": str(programme.pk),
            "achievement_id": str(desk.achievement(code).pk),
            "criterion": "c1",
            "time_limit": "20",
            "attempts_allowed": "3",
            "pass_mark": "80",
            "thresholds": [
                {"level": "notyet", "at_least": "0"},
                {"level": "reached", "at_least": "80"},
                {"level": "secure", "at_least": "95"},
            ],
            "feedback": "answers",
        }
    )
    quiz = quizzes.create(desk.organisation, rules, actor=desk.actor)
    questions = dict(Question.objects.values_list("code", "pk"))
    drawn = tuple(questions[code] for code in sorted(questions))
    part = Part(title="Hardware, networks, helpdesk", draw=10, questions=drawn)
    quizzes.add_section(quiz.pk, part, actor=desk.actor)
    quizzes.publish(quiz.pk, actor=desk.actor)
