"""Why a transaction or a claim is refused: keys with their sentences."""

from servicekit import x12

TRANSACTION_REASONS = x12.REASONS | {
    "not_professional_claims": "This is no 837 of version 005010X222A1 (GS01, GS08, ST01)",
}
"""What is wrong with an envelope; nothing in it is loaded."""

CLAIM_REASONS = {
    "not_text": "A segment is not text in the encoding agreed on",
    "too_many_segments": "The claim has more than 2,000 segments",
    "missing_patient_account": "There is no patient account number (CLM01)",
    "patient_account_too_long": "The patient account number is longer than 38 characters (CLM01)",
    "bad_total_charge": "The total charge is no amount of dollars and cents (CLM02)",
    "unknown_frequency": "The frequency code is none of 1, 7, 8 (CLM05-3)",
    "missing_original_claim": "It replaces or voids a claim and does not say which (REF with F8)",
    "unknown_original_claim": "It replaces or voids no claim of this provider for this member (REF with F8)",
    "original_claim_settled": "What it replaces or voids was replaced or voided before (REF with F8)",
    "missing_billing_provider": "There is no billing provider (NM1 with 85)",
    "bad_billing_npi": "The billing provider has no right NPI (NM109 with XX)",
    "bad_rendering_npi": "The rendering provider has no right NPI (NM109 with XX)",
    "missing_subscriber": "There is no subscriber (NM1 with IL)",
    "bad_member_id": "The Member ID is not 6 to 20 letters and digits (NM109 with MI)",
    "patient_is_not_the_member": "The patient is a dependant without a Member ID of her own (loop 2010CA)",
    "unknown_member": "The plan has no member with this Member ID",
    "missing_diagnosis": "There is no diagnosis (HI)",
    "bad_diagnosis_code": "A diagnosis has not the form of its code set (HI)",
    "mixed_diagnosis_code_sets": "Diagnoses are partly ICD-9 and partly ICD-10 (HI)",
    "wrong_diagnosis_code_set": "Since October 1, 2015 services are coded in ICD-10, before in ICD-9 (HI)",
    "missing_service_lines": "There is no service line (LX)",
    "too_many_service_lines": "There are more than 50 service lines (LX)",
    "missing_service": "The line has no professional service (SV1)",
    "bad_procedure_code": "The procedure is no CPT or HCPCS code (SV101)",
    "bad_modifier": "A modifier of the procedure is not two letters or digits (SV101)",
    "bad_line_charge": "The line's charge is no amount of dollars and cents (SV102)",
    "bad_units": "The number of units is none (SV104)",
    "bad_place_of_service": "The place of service is not two digits (SV105, CLM05-1)",
    "bad_diagnosis_pointer": "The line points at no diagnosis of the claim (SV107)",
    "bad_service_date": "The service has no calendar day written CCYYMMDD (DTP with 472)",
    "service_ends_before_it_starts": "The service ends before it starts (DTP with 472)",
    "future_service_date": "The service is after the day on which the claim was received (DTP with 472)",
    "total_differs": "The total charge is not the sum of the lines' charges (CLM02, SV102)",
}
"""Why a claim is refused; nothing of it is loaded."""

REASONS = TRANSACTION_REASONS | CLAIM_REASONS
