from smartcity_base.models.agency import Agency
from smartcity_base.models.area import District, Village
from smartcity_base.models.calendar import Holiday, NationalHoliday
from smartcity_base.models.document import Document, DocumentState
from smartcity_base.models.folded import Folded
from smartcity_base.models.headline import Headline
from smartcity_base.models.importing import Import, ImportName, ImportState
from smartcity_base.models.link import Incoming, Outgoing
from smartcity_base.models.paper import Paper, PaperSeries, PaperState
from smartcity_base.models.person import SignIn, SpentToken, User
from smartcity_base.models.place import Place, PlaceKind
from smartcity_base.models.record import AppendOnly, AuditEntry, PeriodicRun
from smartcity_base.models.series import Series
from smartcity_base.models.survey import SurveyAnswer, SurveyInvitation
from smartcity_base.models.taken import TakenForm
from smartcity_base.models.tally import Tally
from smartcity_base.models.token import ApiToken

__all__ = [
    "Agency",
    "ApiToken",
    "AppendOnly",
    "AuditEntry",
    "District",
    "Document",
    "DocumentState",
    "Folded",
    "Headline",
    "Holiday",
    "Import",
    "ImportName",
    "ImportState",
    "Incoming",
    "NationalHoliday",
    "Outgoing",
    "Paper",
    "PaperSeries",
    "PaperState",
    "PeriodicRun",
    "Place",
    "PlaceKind",
    "Series",
    "SignIn",
    "SpentToken",
    "SurveyAnswer",
    "SurveyInvitation",
    "TakenForm",
    "Tally",
    "User",
    "Village",
]
