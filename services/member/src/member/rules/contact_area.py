"""Where the plan covers people: its counties, their ZIP codes and the towns that get mail there (R142).

From the Postal Service's ZIP codes. A test compares it with a published list. A ZIP code that lies in two
counties stands in both; a PO box in one county may belong to somebody of another, so all of it only warns.
"""

import unicodedata

ZIP_CODES: dict[str, dict[str, str]] = {
    "Mariposa": {
        "93623": "Fish Camp", "95306": "Catheys Valley", "95311": "Coulterville", "95318": "El Portal",
        "95325": "Hornitos", "95338": "Mariposa", "95345": "Midpines",
        "95389": "Yosemite National Park|Yosemite|Wawona|Tuolumne Meadows",
    },
    "Merced": {
        "93620": "Dos Palos", "93635": "Los Banos", "93661": "Santa Rita Park", "93665": "South Dos Palos",
        "95301": "Atwater", "95303": "Ballico", "95312": "Cressey", "95315": "Delhi", "95317": "El Nido",
        "95322": "Gustine|Santa Nella", "95324": "Hilmar", "95333": "Le Grand", "95334": "Livingston",
        "95340": "Merced", "95341": "Merced", "95343": "Merced", "95344": "Merced", "95348": "Merced",
        "95365": "Planada", "95369": "Snelling", "95374": "Stevinson", "95388": "Winton",
    },
    "Monterey": {
        "93426": "Bradley", "93450": "San Ardo", "93901": "Salinas", "93902": "Salinas", "93905": "Salinas",
        "93906": "Salinas", "93907": "Salinas|Prunedale", "93908": "Salinas|Corral De Tierra",
        "93912": "Salinas", "93915": "Salinas", "93920": "Big Sur", "93921": "Carmel By The Sea|Carmel",
        "93922": "Carmel", "93923": "Carmel", "93924": "Carmel Valley", "93925": "Chualar",
        "93926": "Gonzales", "93927": "Greenfield", "93928": "Jolon|Fort Hunter Liggett",
        "93930": "King City", "93932": "Lockwood", "93933": "Marina|East Garrison",
        "93940": "Monterey|Del Rey Oaks", "93942": "Monterey", "93943": "Monterey",
        "93944": "Monterey|Presidio Of Monterey", "93950": "Pacific Grove", "93953": "Pebble Beach",
        "93954": "San Lucas", "93955": "Seaside|Sand City", "93960": "Soledad", "93962": "Spreckels|Salinas",
        "95004": "Aromas", "95012": "Castroville", "95039": "Moss Landing",
        "95076": "Watsonville|Pajaro|Royal Oaks|Las Lomas",
    },
    "San Benito": {
        "95004": "Aromas", "95023": "Hollister", "95024": "Hollister", "95043": "Paicines",
        "95045": "San Juan Bautista", "95075": "Tres Pinos",
    },
    "Santa Cruz": {
        "95001": "Aptos", "95003": "Aptos", "95005": "Ben Lomond", "95006": "Boulder Creek",
        "95007": "Brookdale", "95010": "Capitola", "95017": "Davenport", "95018": "Felton",
        "95019": "Freedom", "95033": "Los Gatos", "95041": "Mount Hermon",
        "95060": "Santa Cruz|Bonny Doon|Scotts Valley", "95061": "Santa Cruz", "95062": "Santa Cruz",
        "95063": "Santa Cruz", "95064": "Santa Cruz", "95065": "Santa Cruz",
        "95066": "Scotts Valley|Santa Cruz", "95067": "Scotts Valley|Santa Cruz", "95073": "Soquel",
        "95076": "Watsonville|Corralitos|La Selva Beach|Mount Madonna|Freedom", "95077": "Watsonville",
    },
}  # fmt: skip
"""County → ZIP code → names of the towns that the Postal Service takes for it."""

OUT_OF_AREA = "contact.out_of_area"
OTHER_COUNTY = "contact.zip_other_county"
OTHER_CITY = "contact.zip_other_city"
UNKNOWN = "Unknown"
"""The county of an address that was reported without one."""


def warnings(city: str, state: str, zip_code: str, county: str) -> list[str]:
    """What is worth a second look; the first thing that doesn't fit, since the others follow from it."""
    if county == UNKNOWN:
        return [] if any(zip_code[:5] in codes for codes in ZIP_CODES.values()) else [OUT_OF_AREA]
    zip_codes = ZIP_CODES.get(county_name(county))
    if zip_codes is None or state != "CA":
        return [OUT_OF_AREA]
    towns = zip_codes.get(zip_code[:5])
    if towns is None:
        return [OTHER_COUNTY]
    return [] if _plain(city) in map(_plain, towns.split("|")) else [OTHER_CITY]


def county_name(typed: str) -> str:
    """`santa cruz county` as the plan writes it, `Santa Cruz`; a county of elsewhere as it was typed."""
    bare = " ".join(typed.split())
    bare = bare[: -len(" county")] if bare.casefold().endswith(" county") else bare
    return next((known for known in ZIP_CODES if known.casefold() == bare.casefold()), bare)


def _plain(text: str) -> str:
    """Letters alone: `Carmel-by-the-Sea` and `Carmel By The Sea` are one town."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in letters if char.isalpha())
