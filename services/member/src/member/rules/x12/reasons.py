"""Why a transaction, a member, or a part of what is said about her is refused: keys with their sentences."""

from servicekit import x12

TRANSACTION_REASONS = x12.REASONS | {
    "not_enrolment": "This is no 834 of version 005010X220A1 (GS01, GS08, ST01)",
    "control_numbers_used": "This sender has used these control numbers before, with other content",
}
"""What is wrong with an envelope; nothing in it is loaded."""

MEMBER_REASONS = {
    "not_text": "A segment is not text in the encoding agreed on",
    "too_many_segments": "The member has more than 1,000 segments",
    "bad_subscriber_indicator": "INS01 is neither Y nor N",
    "unknown_maintenance": "INS03 is none of 001, 021, 024, 025, 030",
    "unknown_relationship": "INS02 is no relationship code of a dependant",
    "no_name_loop": "There is no NM1 with IL or 74",
    "missing_subscriber_number": "There is no subscriber number (REF with 0F)",
    "bad_subscriber_number": "The subscriber number is not 6 to 20 letters and digits",
    "missing_member_id": "The dependant has no Member ID of her own (REF with 23, or NM109 with ZZ)",
    "bad_member_id": "The Member ID is not 6 to 20 letters and digits",
    "own_subscriber": "The dependant has her subscriber's number as her own",
    "unknown_subscriber": "The subscriber is not known, and stands nowhere before in the file",
    "unknown_member": "The member is not known: there is nothing to end or to reinstate",
    "missing_end_date": "No day is given on which everything ends (DTP with 357 or 303)",
    "bad_date": "A day is not a calendar day written CCYYMMDD (DTP)",
    "missing_first_name": "The first name is empty (NM104)",
    "missing_last_name": "The last name is empty (NM103)",
    "name_too_long": "A name is longer than 100 characters",
    "hidden_characters": "A name holds control characters",
    "missing_birth_date": "There is no birth date (DMG02)",
    "bad_birth_date": "The birth date is not a calendar day written CCYYMMDD (DMG02)",
    "future_birth_date": "The birth date is in the future (DMG02)",
    "birth_date_too_old": "The birth date is before 1890 (DMG02)",
    "bad_death_date": "The date of death is not a calendar day written CCYYMMDD (INS12)",
    "future_death_date": "The date of death is in the future (INS12)",
    "death_before_birth": "The date of death is before the birth date (INS12)",
    "bad_sex_code": "The sex code is not F, M or U (DMG03)",
}
"""Why a member is refused; nothing about her is loaded."""

PART_REASONS = {
    "unknown_plan": "The coverage (HD03, HD04) belongs to no line of business agreed on",
    "unknown_coverage_maintenance": "HD01 is none of 001, 002, 021, 024, 025, 026, 030",
    "bad_coverage_date": "A day of the coverage is not a calendar day written CCYYMMDD (DTP)",
    "missing_start_date": "No day is given on which the coverage begins (DTP with 348, or 356 of the member)",
    "missing_coverage_end": "No day is given on which the coverage ends (DTP with 349, or 357 of the member)",
    "coverage_ends_before_it_starts": "The coverage ends before it begins",
    "bad_address": "The address has no street, no city, or more than 60 characters in a line (N3, N4)",
    "bad_state": "The state is none of the United States (N402)",
    "bad_zip": "The ZIP code is not 5 or 9 digits (N403)",
    "bad_phone": "The telephone number is no number of the United States (PER)",
    "bad_email": "The e-mail address is none (PER)",
    "unknown_language": "The language is not known by its code (LUI02)",
    "pcp_not_loaded": "The primary doctor named here is not taken from this file (NM1 in loop 2310)",
}
"""Why a part of what is said about a member is refused; the rest is loaded."""

REASONS = TRANSACTION_REASONS | MEMBER_REASONS | PART_REASONS
