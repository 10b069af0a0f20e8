"""Places where people live, as laws on notices divide them.

Countries go by ISO 3166-1, states and provinces that have laws of their own by ISO 3166-2.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: The code for all member states of the European Union and of the European Economic Area, where the GDPR applies.
EEA = "EEA"
#: The member states of the European Economic Area (Agreement on the European Economic Area, article 2, as enlarged).
EEA_MEMBERS = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE".split()  # thirty codes
)

#: States, territories and provinces, by code.
DIVISIONS: Mapping[str, str] = MappingProxyType(
    {
        "CA-AB": "Alberta",
        "CA-BC": "British Columbia",
        "CA-MB": "Manitoba",
        "CA-NB": "New Brunswick",
        "CA-NL": "Newfoundland and Labrador",
        "CA-NS": "Nova Scotia",
        "CA-NT": "the Northwest Territories",
        "CA-NU": "Nunavut",
        "CA-ON": "Ontario",
        "CA-PE": "Prince Edward Island",
        "CA-QC": "Quebec",
        "CA-SK": "Saskatchewan",
        "CA-YT": "Yukon",
        "US-AK": "Alaska",
        "US-AL": "Alabama",
        "US-AR": "Arkansas",
        "US-AS": "American Samoa",
        "US-AZ": "Arizona",
        "US-CA": "California",
        "US-CO": "Colorado",
        "US-CT": "Connecticut",
        "US-DC": "the District of Columbia",
        "US-DE": "Delaware",
        "US-FL": "Florida",
        "US-GA": "Georgia",
        "US-GU": "Guam",
        "US-HI": "Hawaii",
        "US-IA": "Iowa",
        "US-ID": "Idaho",
        "US-IL": "Illinois",
        "US-IN": "Indiana",
        "US-KS": "Kansas",
        "US-KY": "Kentucky",
        "US-LA": "Louisiana",
        "US-MA": "Massachusetts",
        "US-MD": "Maryland",
        "US-ME": "Maine",
        "US-MI": "Michigan",
        "US-MN": "Minnesota",
        "US-MO": "Missouri",
        "US-MP": "the Northern Mariana Islands",
        "US-MS": "Mississippi",
        "US-MT": "Montana",
        "US-NC": "North Carolina",
        "US-ND": "North Dakota",
        "US-NE": "Nebraska",
        "US-NH": "New Hampshire",
        "US-NJ": "New Jersey",
        "US-NM": "New Mexico",
        "US-NV": "Nevada",
        "US-NY": "New York",
        "US-OH": "Ohio",
        "US-OK": "Oklahoma",
        "US-OR": "Oregon",
        "US-PA": "Pennsylvania",
        "US-PR": "Puerto Rico",
        "US-RI": "Rhode Island",
        "US-SC": "South Carolina",
        "US-SD": "South Dakota",
        "US-TN": "Tennessee",
        "US-TX": "Texas",
        "US-UT": "Utah",
        "US-VA": "Virginia",
        "US-VI": "the United States Virgin Islands",
        "US-VT": "Vermont",
        "US-WA": "Washington",
        "US-WI": "Wisconsin",
        "US-WV": "West Virginia",
        "US-WY": "Wyoming",
    }
)


def is_within(place: str, wanted: str) -> bool:
    """Whether a place is, or lies in, the place that a condition names: `US-NY` lies in `US`, `DE` in `EEA`."""
    if wanted == EEA:
        return place.partition("-")[0] in EEA_MEMBERS
    return place == wanted or place.startswith(f"{wanted}-")


def is_place(code: str) -> bool:
    """Whether a code names one place, and not any state of a country or several countries."""
    return code in DIVISIONS or (len(code) == 2 and code.isalpha())
