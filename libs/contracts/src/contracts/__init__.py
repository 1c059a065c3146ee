"""What Portico's services say to each other: procedures, events, errors and wire fields.

Depends on marshmallow alone, so that anybody who can read JSON can speak to us.
"""
