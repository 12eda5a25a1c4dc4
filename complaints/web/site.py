"""The whole site: every page by audience. A page that is not listed here is not served."""

from __future__ import annotations

from flask import Flask

from complaints.web import api
from complaints.web.account import access
from complaints.web.account import change_password as account_change_password
from complaints.web.account import confirmations as account_confirmations
from complaints.web.account import own_second_step as account_own_second_step
from complaints.web.account import own_sign_ins as account_own_sign_ins
from complaints.web.account import sign_in as account_sign_in
from complaints.web.account import single_sign_on as account_single_sign_on
from complaints.web.admin import calendar as admin_calendar
from complaints.web.admin import home as admin_home
from complaints.web.admin import ledger as admin_ledger
from complaints.web.admin import limits as admin_limits
from complaints.web.admin import machines as admin_machines
from complaints.web.admin import notices as admin_notices
from complaints.web.admin import officers as admin_officers
from complaints.web.admin import reviews as admin_reviews
from complaints.web.admin import rosters as admin_rosters
from complaints.web.admin import rulebook as admin_rulebook
from complaints.web.admin import units as admin_units
from complaints.web.auditor import assessment as auditor_assessment
from complaints.web.auditor import home as auditor_home
from complaints.web.citizen import bulletins as citizen_bulletins
from complaints.web.citizen import complain as citizen_complain
from complaints.web.citizen import copy as citizen_copy
from complaints.web.citizen import evaluations as citizen_evaluations
from complaints.web.citizen import front as citizen_front
from complaints.web.citizen import open_data as citizen_open_data
from complaints.web.citizen import reply_files as citizen_reply_files
from complaints.web.citizen import status as citizen_status
from complaints.web.desk import assists as desk_assists
from complaints.web.desk import complaint as desk_complaint
from complaints.web.desk import consultations as desk_consultations
from complaints.web.desk import documents as desk_documents
from complaints.web.desk import export as desk_export
from complaints.web.desk import files as desk_files
from complaints.web.desk import half_written as desk_half_written
from complaints.web.desk import hand_over as desk_hand_over
from complaints.web.desk import hand_over_sheet as desk_hand_over_sheet
from complaints.web.desk import home as desk_home
from complaints.web.desk import leave as desk_leave
from complaints.web.desk import move as desk_move
from complaints.web.desk import new as desk_new
from complaints.web.desk import reveal as desk_reveal
from complaints.web.desk import review as desk_review
from complaints.web.desk import search as desk_search
from complaints.web.desk import take_over as desk_take_over
from complaints.web.desk import ways as desk_ways
from complaints.web.errors import error_pages, handlers
from complaints.web.evaluator import home as evaluator_home
from complaints.web.page import compression, request_values, styles, template_globals, translation
from complaints.web.page import display_settings as page_display_settings
from complaints.web.security import headers
from complaints.web.supervision import absence as supervision_absence
from complaints.web.supervision import act as supervision_act
from complaints.web.supervision import bulletins as supervision_bulletins
from complaints.web.supervision import calendar as supervision_calendar
from complaints.web.supervision import call_backs as supervision_call_backs
from complaints.web.supervision import catalogue as supervision_catalogue
from complaints.web.supervision import charts as supervision_charts
from complaints.web.supervision import evaluations as supervision_evaluations
from complaints.web.supervision import figures as supervision_figures
from complaints.web.supervision import hand_over as supervision_hand_over
from complaints.web.supervision import home as supervision_home
from complaints.web.supervision import load as supervision_load
from complaints.web.supervision import phrases as supervision_phrases
from complaints.web.supervision import retention as supervision_retention

PAGES = {
    "account": (
        account_change_password.pages,
        account_confirmations.pages,
        account_own_second_step.pages,
        account_own_sign_ins.pages,
        account_sign_in.pages,
        account_single_sign_on.pages,
    ),
    "admin": (
        admin_calendar.pages,
        admin_home.pages,
        admin_ledger.pages,
        admin_limits.pages,
        admin_machines.pages,
        admin_notices.pages,
        admin_officers.pages,
        admin_reviews.pages,
        admin_rosters.pages,
        admin_rulebook.pages,
        admin_units.pages,
    ),
    "auditor": (auditor_assessment.pages, auditor_home.pages),
    "citizen": (
        citizen_bulletins.pages,
        citizen_complain.pages,
        citizen_copy.pages,
        citizen_evaluations.pages,
        citizen_front.pages,
        citizen_open_data.pages,
        citizen_reply_files.pages,
        citizen_status.pages,
    ),
    "desk": (
        desk_complaint.pages,
        desk_consultations.pages,
        desk_assists.pages,
        desk_documents.pages,
        desk_ways.pages,
        desk_export.pages,
        desk_files.pages,
        desk_half_written.pages,
        desk_hand_over.pages,
        desk_hand_over_sheet.pages,
        desk_home.pages,
        desk_leave.pages,
        desk_move.pages,
        desk_new.pages,
        desk_reveal.pages,
        desk_review.pages,
        desk_search.pages,
        desk_take_over.pages,
    ),
    "evaluator": (evaluator_home.pages,),
    "supervision": (
        supervision_absence.pages,
        supervision_phrases.pages,
        supervision_retention.pages,
        supervision_act.pages,
        supervision_bulletins.pages,
        supervision_calendar.pages,
        supervision_call_backs.pages,
        supervision_catalogue.pages,
        supervision_charts.pages,
        supervision_evaluations.pages,
        supervision_figures.pages,
        supervision_hand_over.pages,
        supervision_home.pages,
        supervision_load.pages,
    ),
    "page": (page_display_settings.pages, styles.pages),
}


def set_up(app: Flask) -> None:
    request_values.set_up(app)
    handlers.set_up(app)
    api.set_up(app)
    for part in (translation, template_globals, headers, access, error_pages):
        part.set_up(app)
    for pages in (page for audience in PAGES.values() for page in audience):
        app.register_blueprint(pages)
    compression.set_up(app)
