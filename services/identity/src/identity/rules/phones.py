"""Telephone numbers."""

import phonenumbers


def us_number(text: str) -> str | None:
    """The E.164 form of a valid US number (R068), or None. Letters and extensions are refused:
    a text message reaches neither."""
    if any(char.isalpha() for char in text):
        return None
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number_for_region(number, "US"):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
