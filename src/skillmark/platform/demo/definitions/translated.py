"""The certificate of Workplace Safety Foundations in two more languages."""

from typing import Final

from skillmark.platform.catalog.content import Translation

FOUNDATIONS: Final = (
    Translation(
        "de",
        "Grundlagen der Arbeitssicherheit",
        "Arbeitet sicher auf einem Industriegelände: erkennt Gefahren, trägt die richtige "
        "Schutzausrüstung, verhütet Brände und bewegt schwere Lasten.",
        "Alle vier Einheiten abschließen, jede mit eigener praktischer Prüfung:\n\n"
        "1. Gefahren am Arbeitsplatz erkennen\n"
        "2. Schutzausrüstung wählen und tragen\n"
        "3. Brände am Arbeitsplatz verhüten\n"
        "4. Schwere Lasten sicher bewegen",
        (
            "Gefahren erkennen und melden",
            "Schutzausrüstung wählen, prüfen und tragen",
            "Brände verhüten und in der ersten Minute handeln",
            "Schwere Lasten ohne Verletzung bewegen",
        ),
    ),
    Translation(
        "es",
        "Fundamentos de seguridad en el trabajo",
        "Trabaja con seguridad en un recinto industrial: detecta peligros, usa el equipo de "
        "protección adecuado, previene incendios y maneja cargas pesadas.",
        "Completar las cuatro unidades, cada una con su propia prueba práctica:\n\n"
        "1. Identificar peligros en el trabajo\n"
        "2. Elegir y llevar el equipo de protección\n"
        "3. Prevenir incendios en el trabajo\n"
        "4. Manejar cargas pesadas con seguridad",
        (
            "Identificar y comunicar peligros",
            "Elegir, revisar y llevar el equipo de protección",
            "Prevenir incendios y actuar en el primer minuto",
            "Manejar cargas pesadas sin lesiones",
        ),
    ),
)
