"""What claims answers."""

from contracts.claims.treating_doctors import list_treating_doctors as list_treating_doctors
