"""How long what people write may be, in characters; and how many of a thing there may be."""

SUBJECT = 200
NOTE, NARRATIVE, REASON = 4000, 20000, 2000
MANY = 30
MOST_FILES = 5
MOST_SUPPLIED = 20  # files with what was asked for, each in the slot of its item
