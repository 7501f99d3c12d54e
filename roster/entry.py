"""The table of what the roster keeps of a person. A new field is one attribute here, with a column of `User` of its
name. What only helps to read a file is in `Record` in `roster/records.py`; `roster/fields.py` says what the options
mean."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from people.person_records import Readers
from roster.fields import Owner, column, fields_in
from roster.values import (
    has_address,
    read_language,
    read_level,
    read_time_zone,
)


@dataclass(slots=True)
class Entry:
    """What the roster holds of a person."""

    employee_number: str = column(
        _("Employee number"),
        {
            "en": "employee number, employee no, employee id, employee nr, emp id, emp no, emp number, empl no,"
            "empl id, id, number, worker id, person id, person number, personnel number, personnel no, staff id,"
            "staff number, staff no, payroll number, payroll id, associate id, user id, hris id",
            "de": "Personalnummer, Personal-Nr., Pers.-Nr., PersNr, Mitarbeiternummer, Mitarbeiter-ID, Mitarbeiter Nr",
            "fr": "matricule, numéro d'employé, numéro employé, numéro de salarié, ID employé",
            "es": "número de empleado, ID de empleado, ID empleado, código de empleado, legajo",
            "it": "numero dipendente, ID dipendente, codice dipendente, matricola",
            "nl": "personeelsnummer, medewerkernummer, werknemersnummer",
        },
        owner=Owner.FILE_IF_FILLED,
        is_identity=True,
        shown_to=Readers.HR,
        example="4711",
    )
    first_name: str = column(
        _("First name"),
        {
            "en": "first name, first, given name, given names, forename, forenames, fname, legal first name",
            "de": "Vorname, Rufname laut Vertrag",
            "fr": "prénom, prénoms",
            "es": "nombre, nombres, nombre de pila",
            "it": "nome",
            "nl": "voornaam",
        },
        owner=Owner.FILE_IF_FILLED,
        is_identity=True,
        example="Maria",
    )
    last_name: str = column(
        _("Last name"),
        {
            "en": "last name, last, surname, family name, lname, legal last name",
            "de": "Nachname, Familienname, Zuname",
            "fr": "nom de famille, nom",
            "es": "apellido, apellidos, primer apellido",
            "it": "cognome",
            "nl": "achternaam, familienaam",
        },
        owner=Owner.FILE_IF_FILLED,
        is_identity=True,
        example="Weber",
    )
    preferred_name: str = column(
        _("Preferred name"),
        {
            "en": "preferred name, preferred first name, nickname, nick name, known as, goes by, chosen name",
            "de": "Rufname, Spitzname",
            "fr": "prénom d'usage, nom d'usage",
            "es": "nombre preferido, apodo",
        },
        owner=Owner.PERSON,
    )
    email: str = column(
        _("E-mail"),
        {
            "en": "email, e-mail, mail, email address, e-mail address, mail address, work email, work e-mail,"
            "primary email, primary work email, business email, company email, corporate email, office email, login,"
            "username, user principal name, upn",
            "de": "E-Mail-Adresse, Mailadresse, E-Mail geschäftlich, dienstliche E-Mail",
            "fr": "courriel, adresse e-mail, adresse mail, adresse électronique, mél",
            "es": "correo, correo electrónico, dirección de correo, email corporativo",
            "nl": "e-mailadres, zakelijk e-mailadres",
        },
        fits=has_address,
        is_identity=True,
        example="maria.weber@example.com",
    )
    job_title: str = column(
        _("Job title"),
        {
            "en": "job title, title, job, position, position title, role, job name, business title, job role,"
            "designation, occupation, function title, job position,"
            "job title description",
            "de": "Stellenbezeichnung, Stelle, Funktion, Position, Berufsbezeichnung, Jobtitel, Tätigkeit",
            "fr": "poste, intitulé du poste, fonction, titre du poste, emploi",
            "es": "puesto, cargo, título del puesto",
            "it": "mansione, qualifica, posizione",
            "nl": "functie, functietitel, functienaam",
        },
        owner=Owner.FILE,
        example="Head of Sales",
    )
    department: str = column(
        _("Department"),
        {
            "en": "department, department name, dept, dept name, division, business unit, unit, org unit,"
            "organization unit, organisational unit, organizational unit, organization, organisation, team, function,"
            "cost center name, supervisory organization",
            "de": "Abteilung, Bereich, Fachbereich, Organisationseinheit",
            "fr": "département, service, direction, unité",
            "es": "departamento, área, area, unidad",
            "it": "reparto, dipartimento, ufficio",
            "nl": "afdeling",
        },
        owner=Owner.FILE,
        example="Sales",
    )
    city: str = column(
        _("City"),
        {
            "en": "city, town, work city, office city, location city, city name, municipality",
            "de": "Stadt, Ort, Arbeitsort, Dienstort",
            "fr": "ville",
            "es": "ciudad, localidad, municipio",
            "nl": "stad, plaats, woonplaats",
        },
        owner=Owner.FILE,
        example="München",
    )
    country: str = column(
        _("Country"),
        {
            "en": "country, country name, country code, work country, country region, location country, nation",
            "de": "Land, Staat, Länderkennzeichen",
            "fr": "pays",
            "es": "país",
        },
        owner=Owner.FILE,
        example="Germany",
    )
    level: int | None = column(
        _("Level"),
        {
            "en": "level, grade, job level, job grade, pay grade, salary grade, career level, band, job band,"
            "management level, seniority level, seniority, rank",
            "de": "Ebene, Stufe, Karrierestufe, Gehaltsstufe, Entgeltgruppe, Hierarchieebene, Führungsebene",
            "fr": "niveau, échelon",
            "es": "grado, nivel, categoría",
            "it": "livello",
        },
        empty=None,
        read=read_level,
    )
    time_zone: str = column(
        _("Time zone"),
        {
            "en": "time zone, tz, time zone name, iana time zone",
            "de": "Zeitzone",
            "fr": "fuseau horaire",
            "es": "zona horaria, huso horario",
        },
        read=read_time_zone,
        example="Europe/Berlin",
    )
    language: str = column(
        _("Language"),
        {
            "en": "language, preferred language, correspondence language, locale, lang",
            "de": "Sprache, Korrespondenzsprache, bevorzugte Sprache",
            "fr": "langue, langue préférée",
            "es": "idioma, lengua",
            "it": "lingua",
            "nl": "taal",
        },
        owner=Owner.PERSON,
        read=read_language,
        most=120,
        example="German",
    )
    hired_on: dt.date | None = column(
        _("Hire date"),
        {
            "en": "hire date, hired, hired on, date hired, date of hire, doh, start date, joining date,"
            "date of joining, join date, joined, joined on, entry date, employment date, employment start date,"
            "original hire date, latest hire date, company start date",
            "de": "Eintrittsdatum, Eintritt, Einstellungsdatum, Startdatum",
            "fr": "date d'embauche, date d'entrée, date d'arrivée",
            "es": "fecha de contratación, fecha de ingreso, fecha de alta, fecha de inicio",
            "it": "data di assunzione, data assunzione",
            "nl": "datum in dienst, in dienst sinds, datum indiensttreding",
        },
        empty=None,
        owner=Owner.FILE_IF_FILLED,
        is_date=True,
        shown_to=Readers.TEAM,
        example="2019-03-31",
    )

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


#: The fields that are kept.
ENTRY_FIELDS = fields_in(Entry)
