"""Which services are sensitive, and who is told of them.

California's Confidentiality of Medical Information Act (Civil Code 56.05, as AB 1184 has it since 2022) calls
sensitive: mental or behavioral health, sexual and reproductive health, sexually transmitted infections,
substance use disorder, gender-affirming care and intimate partner violence. A plan tells of them to nobody
but the patient unless she says so (Civil Code 56.107). The law names no codes. The table is ours, and wide
rather than narrow: hiding a doctor too many from somebody who acts for a member costs little, showing one too
many can't be undone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from claims.rules.x12.values import ICD_10
from contracts.procedures import MEMBER

MENTAL_HEALTH = "mental_health"
SUBSTANCE_USE = "substance_use"
REPRODUCTIVE_HEALTH = "reproductive_health"
SEXUAL_INFECTION = "sexual_infection"
GENDER_AFFIRMING = "gender_affirming"
PARTNER_VIOLENCE = "partner_violence"
NOT_JUDGED = "not_judged"
"""Coded in ICD-9, before October 2015: held back without being looked at."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is looked at: a CPT or HCPCS code, a place of service, a NUCC code, and the claim's diagnoses."""

    procedure_code: str
    place_of_service: str
    specialty: str | None
    diagnosis_code_set: str
    diagnoses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of a category. `A50-A64` is a range by as many letters as its ends have, both included; anything
    else is a beginning."""

    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def _codes(diagnoses: str = "", procedures: str = "", specialties: str = "", places: str = "") -> Codes:
    return Codes(*(tuple(text.split()) for text in (diagnoses, procedures, specialties, places)))


TABLE = {
    MENTAL_HEALTH: _codes(
        diagnoses="F01-F09 F20-F99 R45 T1491 X71-X83 Z133 Z646 Z7182 Z865 Z915 Z8651 Z8659",
        procedures=(
            "90785-90899 96105-96171 97151-97158 99484 99492-99494 G0323 G0444 G0511 G2214 H0031-H0046 "
            "H2000-H2033 S9480 S9482 S9484 S9485 T1017"
        ),
        specialties=(
            "101Y 102 103 104 106 2084B0040X 2084F0202X 2084P08 2084P0015X 163WP080 363LP0808X 364SP08 "
            "251S 261QM0801X 261QM0850X 261QM0855X 283Q 320800000X 323P 335500000X"
        ),
        places="51 52 53 56",
    ),
    SUBSTANCE_USE: _codes(
        diagnoses=(
            "F10-F19 F55 G312 G621 G721 I426 K292 K70 K852 K860 R780 R781-R785 T400-T409 T436 T51 Z714 Z715 "
            "Z716 Z720 Z722 Z8130 Z811-Z814 Z87891 Z79891"
        ),
        procedures=(
            "99406-99409 G0396 G0397 G0442 G0443 G1028 G2067-G2088 G2215 G2216 H0001-H0030 H0047-H0050 "
            "H2034-H2036 J0570-J0577 J1230 J2315 Q9991 Q9992 S0109 T1006-T1012"
        ),
        specialties=(
            "101YA0400X 103TA0400X 163WA0400X 207LA0401X 207QA0401X 207RA0401X 2083A0300X 2084A0401X "
            "2084P0802X 261QM2800X 261QR0405X 324500000X 3245S0500X"
        ),
        places="55 57 58",
    ),
    REPRODUCTIVE_HEALTH: _codes(
        diagnoses=(
            "O00-O9A E28 N41-N53 N70-N98 R87 Z014 Z1151 Z124 Z127 Z30-Z39 Z3A Z640 Z641 Z793 Z975 Z9851 Z9852"
        ),
        procedures=(
            "11976 11981-11983 54640 55250 55400 55870 56405-58999 59000-59899 74740 76801-76857 81025 "
            "84702 84703 88141-88175 89250-89398 99500 A4261-A4269 G0101 J1050 J7294-J7307 Q0091 "
            "S0190-S0199 S0610 S0612 S2260-S2267 S4011-S4042 S4981-S4993"
        ),
        specialties=(
            "163WM0102X 163WX0002X 163WX0003X 176B 207V 261QA0005X 261QA0006X 261QB0400X 261QF0050X "
            "363LW0102X 363LX0001X 364SW0102X 367A 374J"
        ),
    ),
    SEXUAL_INFECTION: _codes(
        diagnoses="A50-A64 B20 B373 B9735 N341 O987 R75 Z113 Z114 Z202 Z206 Z21 Z224 Z2981 Z708 Z717 Z725",
        procedures=(
            "86592 86593 86631 86632 86689 86694-86696 86701-86703 86780 87110 87270 87320 87389-87391 "
            "87480-87482 87485-87487 87490-87492 87528-87539 87590-87592 87623-87626 87660 87661 87800 "
            "87801 87806 87808 87810 87850 G0432-G0435 G0445 G0475 G0476 J0561 J0739 J0741 J0750 J0751 "
            "J1961 S3645"
        ),
        specialties="207RI0200X",
    ),
    GENDER_AFFIRMING: _codes(
        diagnoses="F64 Z87890",
        procedures="17380 55970 55980 57291 57292 57335",
    ),
    PARTNER_VIOLENCE: _codes(
        diagnoses="T74 T76 X92-X99 Y04-Y09 Z044 Z0471 Z0481 Z630 Z69 Z9141 Z6281 O9A3 O9A4 O9A5",
        procedures="99170 G0539 S3005",
    ),
}
"""Categories with their codes (ICD-10-CM without the dot, CPT and HCPCS, NUCC, place of service)."""


def may_be_told(roles: Collection[str]) -> bool:
    """Whether the viewer is the patient herself. Who acts for her has another role, whatever it is called; so
    nobody else is told (R118; 45 CFR 164.502(g))."""
    return MEMBER in roles


def categories(service: Service) -> frozenset[str]:
    """In which categories a service is sensitive; none for most."""
    if service.diagnosis_code_set != ICD_10:
        return frozenset({NOT_JUDGED})
    return frozenset(name for name, codes in TABLE.items() if _falls_under(service, codes))


def _falls_under(service: Service, codes: Codes) -> bool:
    return (
        any(_is_among(code, codes.diagnoses) for code in service.diagnoses)
        or _is_among(service.procedure_code, codes.procedures)
        or _is_among(service.specialty or "", codes.specialties)
        or _is_among(service.place_of_service, codes.places)
    )


def _is_among(code: str, entries: Iterable[str]) -> bool:
    return any(_fits(code, *entry.split("-")) for entry in entries)


def _fits(code: str, first: str, last: str | None = None) -> bool:
    return first <= code[: len(first)] <= (last or first)
