"""What columns are called in roster exports: English, German, French, Spanish."""

SYNONYMS: dict[str, tuple[str, ...]] = {
    "employee_number": (
        "employee number", "employee no", "employee id", "employeeid", "emp id", "emp no", "emp number", "empno",
        "empid", "id", "number", "worker id", "person id", "person number", "personnel number", "personnel no",
        "staff id", "staff number", "staff no", "payroll number", "payroll id", "associate id", "user id", "hris id",
        "Personalnummer", "Personal-Nr.", "Pers.-Nr.", "PersNr", "Mitarbeiternummer", "Mitarbeiter-ID",
        "Mitarbeiter Nr", "matricule", "numéro d'employé", "numéro employé", "numéro de salarié", "ID employé",
        "número de empleado", "ID de empleado", "ID empleado", "código de empleado", "legajo",
    ),
    "first_name": (
        "first name", "firstname", "first", "given name", "givenname", "given names", "forename", "forenames", "fname",
        "legal first name", "Vorname", "Rufname laut Vertrag", "prénom", "prénoms", "nombre", "nombres",
        "nombre de pila",
    ),
    "last_name": (
        "last name", "lastname", "last", "surname", "family name", "familyname", "lname", "legal last name",
        "Nachname", "Familienname", "Zuname", "nom de famille", "nom", "apellido", "apellidos",
        "primer apellido",
    ),
    "full_name": (
        "full name", "fullname", "name", "display name", "displayname", "employee name", "employee", "person",
        "worker", "worker name", "staff name", "legal name", "associate name", "full legal name",
        "Vollständiger Name", "Vor- und Nachname", "Mitarbeitername", "Mitarbeiter", "Mitarbeiterin",
        "nom complet", "nom et prénom", "nombre completo", "nombre y apellidos", "empleado",
    ),
    "preferred_name": (
        "preferred name", "preferred first name", "nickname", "nick name", "known as", "goes by", "chosen name",
        "Rufname", "Spitzname", "prénom d'usage", "nom d'usage", "nombre preferido", "apodo",
    ),
    "email": (
        "email", "e-mail", "e mail", "mail", "email address", "e-mail address", "mail address", "work email",
        "work e-mail", "primary email", "primary work email", "business email", "company email", "corporate email",
        "office email", "login", "username", "user principal name", "upn", "E-Mail-Adresse", "Mailadresse",
        "E-Mail geschäftlich", "dienstliche E-Mail", "courriel", "adresse e-mail", "adresse mail", "adresse email",
        "adresse électronique", "mél", "correo", "correo electrónico", "dirección de correo", "email corporativo",
    ),
    "job_title": (
        "job title", "jobtitle", "title", "job", "position", "position title", "role", "job name", "business title",
        "job role", "designation", "occupation", "function title", "job position", "Stellenbezeichnung", "Stelle",
        "Funktion", "Position", "Berufsbezeichnung", "Jobtitel", "Tätigkeit", "poste", "intitulé du poste",
        "fonction", "titre du poste", "emploi", "puesto", "cargo", "título del puesto",
    ),
    "department": (
        "department", "department name", "dept", "dept name", "division", "business unit", "unit", "org unit",
        "organization unit", "organisational unit", "organizational unit", "organization", "organisation", "team",
        "function", "cost center name", "supervisory organization", "Abteilung", "Bereich", "Fachbereich",
        "Organisationseinheit", "département", "service", "direction", "unité", "departamento", "área", "area",
        "unidad",
    ),
    "city": (
        "city", "town", "work city", "office city", "location city", "city name", "Stadt", "Ort", "Arbeitsort",
        "Dienstort", "ville", "ciudad", "localidad", "municipality", "municipio",
    ),
    "region": (
        "state", "region", "province", "state province", "state or province", "county", "work state",
        "Bundesland", "Kanton", "région", "provincia", "estado", "región",
    ),
    "country": (
        "country", "country name", "country code", "work country", "country region", "location country", "nation",
        "Land", "Staat", "Länderkennzeichen", "pays", "país",
    ),
    "location": (
        "location", "office", "site", "work location", "office location", "workplace", "work site", "location name",
        "base location", "Standort", "Niederlassung", "Büro", "lieu", "lieu de travail", "site de travail", "bureau",
        "ubicación", "oficina", "lugar de trabajo", "sede", "centro de trabajo",
    ),
    "level": (
        "level", "grade", "job level", "job grade", "pay grade", "salary grade", "career level", "band", "job band",
        "management level", "seniority level", "seniority", "rank", "Ebene", "Stufe", "Karrierestufe", "Gehaltsstufe",
        "Entgeltgruppe", "Hierarchieebene", "Führungsebene", "niveau", "échelon", "grado", "nivel", "categoría",
    ),
    "manager_number": (
        "manager", "manager id", "manager number", "manager no", "manager employee id", "manager employee number",
        "mgr", "mgr id", "supervisor", "supervisor id", "supervisor number", "reports to", "reports to id",
        "reporting to", "line manager", "line manager id", "direct manager", "direct manager id", "boss", "boss id",
        "lead id", "superior id", "manager employee no", "manager worker id", "manager person number", "parent id",
        "Vorgesetzter", "Vorgesetzte", "Vorgesetzte Person", "Vorgesetzten-ID", "Vorgesetztennummer",
        "Personalnummer Vorgesetzter", "Personalnummer des Vorgesetzten", "Führungskraft", "Führungskraft ID",
        "responsable", "supérieur", "matricule manager", "matricule du responsable", "ID responsable", "N+1",
        "jefe", "ID del jefe", "supervisor directo", "ID de gerente", "gerente",
    ),
    "manager_email": (
        "manager email", "manager e-mail", "manager email address", "manager mail", "manager's email",
        "supervisor email", "supervisor e-mail", "line manager email", "line manager e-mail", "direct manager email",
        "reports to email", "boss email", "E-Mail Vorgesetzter", "E-Mail des Vorgesetzten", "Vorgesetzter E-Mail",
        "E-Mail Führungskraft", "Führungskraft E-Mail", "email du responsable", "email responsable",
        "courriel du responsable", "email manager", "correo del jefe", "correo del supervisor", "email del jefe",
    ),
    "time_zone": (
        "time zone", "timezone", "tz", "time zone name", "iana time zone", "Zeitzone", "fuseau horaire",
        "zona horaria", "huso horario",
    ),
    "language": (
        "language", "preferred language", "correspondence language", "locale", "lang", "Sprache",
        "Korrespondenzsprache", "bevorzugte Sprache", "langue", "langue préférée", "idioma", "lengua",
    ),
    "hired_on": (
        "hire date", "hired", "hired on", "date hired", "date of hire", "start date", "joining date", "date of joining",
        "join date", "joined", "joined on", "entry date", "employment date", "employment start date",
        "original hire date", "latest hire date", "company start date",
        "Eintrittsdatum", "Eintritt", "Einstellungsdatum",
        "Startdatum", "date d'embauche", "date d'entrée", "date d'arrivée", "fecha de contratación",
        "fecha de ingreso", "fecha de alta", "fecha de inicio",
    ),
}  # fmt: skip
