"""How Portico's services speak: messaging that loses nothing, store, clock, health, logs.

Holds no word of the business; eventlet and nameko are used here and nowhere else.
"""
