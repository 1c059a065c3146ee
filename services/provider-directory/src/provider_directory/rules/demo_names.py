"""Names and places of the invented directory. Nobody here is real; NPIs that begin with 2 are not given out,
nor are Tax IDs that begin with 00."""

FEMALE = (
    "Ana Lucía", "Mai", "Beatriz", "Pa Nhia", "Zoë", "Grace", "Inés", "Thuy", "Odalys", "Fatima",
    "Noor", "Lien", "Marisol", "Hannah", "Soledad",
)  # fmt: skip
MALE = (
    "José", "Tou", "Amir", "Nicolás", "Kou", "Daniel", "Joaquín", "Bao", "Samuel", "Andrés",
    "Vikram", "Chue", "Matías", "Owen", "Rubén",
)  # fmt: skip
LAST = (
    "Abarca", "Alcántara", "Bautista", "Bui", "Castañeda", "Cha", "Delgadillo", "Duarte", "Echeverría",
    "Figueroa", "Gálvez", "Gill", "Her", "Hinojosa", "Iñiguez", "Jaramillo", "Khang", "Lozano", "Ly",
    "Maldonado", "Moua", "Núñez", "Ocampo", "Peña", "Quiroz", "Rentería", "Saephan", "Thao", "Urrutia",
    "Villaseñor", "Whitfield", "Xiong", "Yamamoto", "Zamora", "Lindqvist", "Okafor", "Pereira",
)  # fmt: skip

TOWNS = (
    ("Mariposa", "95338", "Mariposa", "209"),
    ("Coulterville", "95311", "Mariposa", "209"),
    ("Merced", "95340", "Merced", "209"),
    ("Los Banos", "93635", "Merced", "209"),
    ("Atwater", "95301", "Merced", "209"),
    ("Salinas", "93901", "Monterey", "831"),
    ("Monterey", "93940", "Monterey", "831"),
    ("Seaside", "93955", "Monterey", "831"),
    ("King City", "93930", "Monterey", "831"),
    ("Hollister", "95023", "San Benito", "831"),
    ("San Juan Bautista", "95045", "San Benito", "831"),
    ("Santa Cruz", "95060", "Santa Cruz", "831"),
    ("Watsonville", "95076", "Santa Cruz", "831"),
    ("Scotts Valley", "95066", "Santa Cruz", "831"),
)
"""City, ZIP code, county, area code."""

STREETS = ("Demo Street", "Sample Avenue", "Example Road", "Pretend Lane", "Invented Way")

PEDIATRICS = ("208000000X", "MD")
SPECIALTIES = (
    ("207Q00000X", "MD"),
    PEDIATRICS,
    ("207R00000X", "DO"),
    ("363LF0000X", "NP"),
    ("207V00000X", "MD"),
    ("207RC0000X", "MD"),
)
"""NUCC code and credential; the last one is no primary care."""

LANGUAGES = (("en",), ("en", "es"), ("en", "hmn"), ("en", "es", "pt"), ("en", "vi"))
"""BCP 47 codes."""
