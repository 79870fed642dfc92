"""What columns of patients and of sites are called, in the languages most tables are written in."""

import re
import unicodedata

_PEOPLE = {"patient", "case", "subject"}
_IDENTIFIER_WORDS = (
    {"id", "pid", "mrn", "number", "no", "nr", "index", "unnamed"} | _PEOPLE | {f"{who}id" for who in _PEOPLE}
)
_SITE_WORDS = {"site", "center", "centre", "hospital", "scanner", "institution", "clinic", "vendor", "batch"}
# German, French, Spanish, Italian, Portuguese, Dutch, Russian; without accents, as many tables write them.
_IDENTIFIERS_ELSEWHERE = {
    *(
        "nummer",
        "fallnummer",
        "patientennummer",
        "numero",
        "identifiant",
        "dossier",
        "identificador",
        "codice",
        "codigo",
    ),
    *("номер", "пациент"),
}
_SITES_ELSEWHERE = {
    *(
        "standort",
        "zentrum",
        "klinik",
        "krankenhaus",
        "gerat",
        "hopital",
        "clinique",
        "etablissement",
        "centro",
        "sitio",
    ),
    *("clinica", "ospedale", "sede", "ziekenhuis", "locatie", "больница", "центр", "клиника"),
}
# Chinese, Japanese, Korean: no blanks between words.
_IDENTIFIERS_WITHIN = ("编号", "病历号", "住院号", "患者号", "编码", "番号", "번호")
_SITES_WITHIN = ("医院", "中心", "机构", "扫描仪", "设备", "病院", "施設", "병원", "기관")


def names_cases(name: str) -> bool:
    """Whether a column is named as one of patients or their numbers is."""
    return _names(name, _IDENTIFIER_WORDS | _IDENTIFIERS_ELSEWHERE, _IDENTIFIERS_WITHIN)


def names_sites(name: str) -> bool:
    """Whether a column is named as one of hospitals or scanners is."""
    return _names(name, _SITE_WORDS | _SITES_ELSEWHERE, _SITES_WITHIN)


def _names(name: str, words: set[str], within: tuple[str, ...]) -> bool:
    whole = unicodedata.normalize("NFC", name)
    return not words.isdisjoint(_words(name)) or any(part in whole for part in within)


def _words(name: str) -> set[str]:
    """``PatientID_2`` as patient and id, ``Hôpital`` as hopital."""
    plain = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    return set(re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower()))
