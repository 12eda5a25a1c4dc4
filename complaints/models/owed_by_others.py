"""Commitments that are no promise of the office, or none of the unit with the work."""

OF_THE_CITIZEN = ("closing", "supplement_wait")  # time a citizen has is no promise of the office
OF_THE_BOARD = ("review",)  # a supervisor's own duty belongs to its escalation
OF_THOSE_ASKED = ("consultation", "assist_taking", "assist")  # an opinion or help: theirs in the figures
OF_THE_SENDER = ("return_judgement",)  # of who sent the work: it makes no unit late that has the work since
NOT_OF_THE_HOUSE = (*OF_THE_CITIZEN, *OF_THE_BOARD)
NOT_OF_THE_LEAD = (*NOT_OF_THE_HOUSE, *OF_THOSE_ASKED)  # makes no complaint due or late
OF_OTHERS = (*OF_THE_BOARD, *OF_THOSE_ASKED, *OF_THE_SENDER)
