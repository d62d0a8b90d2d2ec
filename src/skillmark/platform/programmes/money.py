"""Money: whole numbers of the smallest unit of a currency, and how people write and read it.

Never floating point. Currencies and their decimals are those of ISO 4217 (active codes of
countries; no metals, no funds, no testing codes).
"""

import re
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from skillmark.platform.programmes.errors import MoneyError

MAX_MINOR: Final = 100_000_000_000  # of the smallest unit
_TWO: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN "
    "QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
    "TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_NONE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
DECIMALS: Final[dict[str, int]] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
}
"""How many decimals each currency has."""

USUAL: Final = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK")
_AMOUNT: Final = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,3})?")


def choices() -> list[tuple[str, str]]:
    """Return every currency for a menu, the ones most often wanted first."""
    rest = sorted(DECIMALS.keys() - set(USUAL))
    return [(code, code) for code in (*USUAL, *rest)]


def parse(amount: str, currency: str) -> int:
    """Return an amount as a person writes it, in the smallest unit of its currency.

    Args:
        amount: digits, with at most as many decimals as the currency has; comma or point.
        currency: an ISO 4217 code.

    Raises:
        MoneyError: an unknown currency, no number, too many decimals, or too much.
    """
    decimals = _decimals(currency)
    written = amount.strip().replace(" ", "").replace("\u00a0", "")
    if not _AMOUNT.fullmatch(written):
        raise MoneyError(_("Write an amount, for example 120 or 89.50."), amount=amount[:40])
    whole, _point, rest = written.replace(",", ".").partition(".")
    if len(rest.rstrip("0")) > decimals:
        raise MoneyError(
            _("%(currency)s has %(decimals)d decimals.")
            % {"currency": currency, "decimals": decimals},
            amount=amount[:40],
        )
    minor = int(whole + rest[:decimals].ljust(decimals, "0"))
    return checked(minor, currency)


def checked(minor: int, currency: str) -> int:
    """Return an amount of the smallest unit if it can be kept.

    Raises:
        MoneyError: an unknown currency, less than nothing, or too much.
    """
    _decimals(currency)
    if not 0 <= minor <= MAX_MINOR:
        raise MoneyError(_("This amount is outside what can be kept."), amount=str(minor)[:40])
    return minor


def plain(minor: int, currency: str) -> str:
    """Return an amount as digits with a point: what `parse` reads back to the same number."""
    decimals = DECIMALS.get(currency, 2)
    return f"{Decimal(minor).scaleb(-decimals):f}"


def shown(minor: int | None, currency: str) -> str:
    """Return an amount for people, in the way the language writes numbers; "" when not said."""
    if minor is None:
        return ""
    if minor == 0:
        return _("Free of charge")
    decimals = DECIMALS.get(currency, 2)
    value = Decimal(minor).scaleb(-decimals)
    if value == value.to_integral_value():
        decimals = 0
    number = number_format(value, decimal_pos=decimals, force_grouping=True)
    return f"{number} {currency}"


def _decimals(currency: str) -> int:
    try:
        return DECIMALS[currency]
    except KeyError:
        raise MoneyError(_("Choose a currency."), currency=currency[:8]) from None
