"""Commitments that are no promise of the office."""

OF_THE_CITIZEN = ("closing", "supplement_wait")  # time a citizen has is no promise of the office
OF_THE_BOARD = ("review",)  # a supervisor's own duty belongs to its escalation
NOT_OF_THE_HOUSE = (*OF_THE_CITIZEN, *OF_THE_BOARD)
OF_OTHERS = (
    *OF_THE_BOARD,
    "consultation",
)  # nor does an opinion, owed by those asked, move a complaint in a list
