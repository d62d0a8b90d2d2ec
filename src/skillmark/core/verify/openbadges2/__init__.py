"""Open Badges 2.0: read strictly, verified as hosted or signed, said in the words of 3.0.

No JSON-LD is processed: a closed set of contexts, plain names, nothing else. What is fetched is
believed as the issuer's word only where the specification's rules of verification allow it. §
refers to Open Badges 2.0 of 1EdTech (2018-04-12).
"""

from skillmark.core.verify.openbadges2.flow import examine_old
from skillmark.core.verify.openbadges2.shapes import OTHERS, Shown, is_old

__all__ = ["OTHERS", "Shown", "examine_old", "is_old"]
