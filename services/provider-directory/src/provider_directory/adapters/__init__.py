"""The outside: files of FHIR resources and what is reported of them."""
