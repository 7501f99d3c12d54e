"""People as a file has them: the columns that only files have, and what came of reading one, with all that has to be
mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from roster.entry import Entry
from roster.fields import column, fields_in
from roster.values import (
    has_letters,
    has_no_address,
    says_who_has_left,
)


def folded(text: str) -> str:
    """The text without case, by which addresses and numbers are compared; itself where it has none."""
    without_case = text.casefold()
    return text if without_case == text else without_case


@dataclass(slots=True)
class Record(Entry):
    """One person as a file has them.

    `row` counts as a spreadsheet does; `said` are the fields that the row tells about, if only that they are empty.
    """

    row: int = 0
    said: frozenset[str] = frozenset()
    full_name: str = column(
        _("Full name"),
        {
            "en": "full name, name, display name, employee name, employee, person, worker, worker name, staff name,"
            "legal name, associate name, full legal name, payroll name",
            "de": "Vollständiger Name, Vor- und Nachname, Mitarbeitername, Mitarbeiter, Mitarbeiterin",
            "fr": "nom complet, nom et prénom",
            "es": "nombre completo, nombre y apellidos, empleado",
            "it": "nome completo, nome e cognome, nominativo, dipendente",
            "nl": "volledige naam, naam, medewerker, werknemer",
        },
        most=120,
        fits=has_letters,
        otherwise="employee_number",
        is_identity=True,
        after="last_name",
    )
    region: str = column(
        _("State or region"),
        {
            "en": "state, region, province, state province, state or province, county, work state",
            "de": "Bundesland, Kanton",
            "fr": "région",
            "es": "provincia, estado, región",
            "it": "regione",
        },
        most=120,
        after="city",
    )
    location: str = column(
        _("Location (city, country)"),
        {
            "en": "location, office, site, work location, office location, workplace, work site, location name,"
            "base location, location city country",
            "de": "Standort, Niederlassung, Büro",
            "fr": "lieu, lieu de travail, site de travail, bureau",
            "es": "ubicación, oficina, lugar de trabajo, sede, centro de trabajo",
            "nl": "locatie, vestiging, standplaats",
        },
        after="country",
    )
    manager_number: str = column(
        _("Manager (number or name)"),
        {
            "en": "manager, manager number or name, manager id, manager number, manager no, manager employee id,"
            "manager employee number, mgr,"
            "mgr id, supervisor, supervisor id, supervisor number, reports to, reports to id, reporting to,"
            "line manager, line manager id, direct manager, direct manager id, boss, boss id, lead id, superior id,"
            "manager's employee number, manager employee no, manager worker id, manager person number, parent id,"
            "reports to associate id",
            "de": "Vorgesetzter, Vorgesetzte, Vorgesetzte Person, Vorgesetzten-ID, Vorgesetztennummer,"
            "Personalnummer Vorgesetzter, Personalnummer des Vorgesetzten, Führungskraft, Führungskraft ID",
            "fr": "responsable, supérieur, matricule manager, matricule du responsable, ID responsable, N+1",
            "es": "jefe, ID del jefe, supervisor directo, ID de gerente, gerente",
            "it": "responsabile, matricola responsabile, superiore",
            "nl": "leidinggevende, manager nummer, personeelsnummer leidinggevende",
        },
        most=64,
        fits=has_no_address,
        otherwise="manager_email",
        after="level",
        example="4700",
    )
    manager_email: str = column(
        _("Manager's e-mail"),
        {
            "en": "manager email, manager e-mail, manager email address, manager mail, manager's email,"
            "supervisor email, supervisor e-mail, line manager email, line manager e-mail, direct manager email,"
            "reports to email, boss email",
            "de": "E-Mail Vorgesetzter, E-Mail des Vorgesetzten, Vorgesetzter E-Mail, E-Mail Führungskraft,"
            "Führungskraft E-Mail",
            "fr": "email du responsable, email responsable, courriel du responsable, email manager",
            "es": "correo del jefe, correo del supervisor, email del jefe",
            "it": "email responsabile, e-mail del responsabile",
            "nl": "e-mail leidinggevende",
        },
        most=254,
        after="manager_number",
    )
    status: str = column(
        _("Status (who has left)"),
        {
            "en": "status, employment status, employee status, worker status, assignment status, person status,"
            "active status, hr status",
            "de": "Status Mitarbeiter, Beschäftigungsstatus, Mitarbeiterstatus",
            "fr": "statut, statut du salarié, statut employé",
            "es": "estado del empleado, estatus, situación",
            "it": "stato, stato dipendente",
            "nl": "dienstverband status",
        },
        most=120,
        fits=says_who_has_left,
        otherwise="",
    )


#: Every column that a file may have, by name, in the order in which pages show them.
FIELDS = {entry.name: entry for entry in fields_in(Record)}
LABELS = {name: entry.label for name, entry in FIELDS.items()}


class RowProblem(NamedTuple):
    """One thing to mend in the file. `row` counts as a spreadsheet does (the header is 1).

    With `left_out` the whole row is not imported; else only this one value is not.
    """

    row: int
    column: str
    value: str
    reason: str
    remedy: str
    left_out: bool = False


def grouped(problems: Iterable[RowProblem]) -> dict[RowProblem, list[int]]:
    """Problems that are one to whoever mends them (an unknown manager of 303 people) with their rows, in order of the
    first; `row` of each is 0."""
    groups: dict[RowProblem, list[int]] = {}
    for problem in problems:
        groups.setdefault(problem._replace(row=0), []).append(problem.row)
    return groups


@dataclass(slots=True)
class Parsed:
    """What came of a file: records that can be imported, and what has to be mended.

    `seen_emails` and `seen_numbers` hold every casefolded one in the file, those of rows left out
    too: who is in the file, however badly, has not left.
    """

    records: list[Record] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0
    targets: frozenset[str] = frozenset()
    header: dict[str, str] = field(default_factory=dict)
    seen_emails: set[str] = field(default_factory=set)
    seen_numbers: set[str] = field(default_factory=set)
