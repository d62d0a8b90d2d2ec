"""What the first page of a demo says of it."""

from django import template

from skillmark.platform.demo import people, tour

register = template.Library()


@register.inclusion_tag("demo/tour.html")
def demo_tour() -> dict[str, object]:
    """Draw the tour: whom to sign in as, and what to see."""
    return {"password": people.PASSWORD, "guests": tour.GUESTS, "stops": tour.STOPS}
