"""What is published about days off in China: whole years known, and statutory days for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays
from chinese_calendar import constants


@lru_cache(maxsize=1)
def package_days() -> tuple[Mapping[date, bool], frozenset[int]]:
    """Days working (True) or off (False) by State Council notice, and the years fully known.

    Days absent from the mapping follow the weekday rule: Monday to Friday work.
    """
    off = dict.fromkeys(constants.holidays, False)
    made_up = dict.fromkeys(constants.workdays, True)
    years = frozenset(day.year for day in constants.holidays)
    return MappingProxyType(off | made_up), years


@lru_cache(maxsize=1024)
def statutory(year: int) -> frozenset[date]:
    """Days off fixed by statute (domain §5), without bridging or make-up days.

    Empty where the library knows nothing; then only the weekday rule applies.
    """
    found = holidays.country_holidays("CN", years=[year], observed=False)
    return frozenset(day for day in found if day.year == year)
