"""The promise that `amended` mends spelling and nothing else."""

import sys

import pytest

from generator.prose.spelling import Doubt, verdict
from tests.each import each

#: Mends by language: each as it was, and as it is.
MENDS = {
    "en": """recieved|received  teh|the  wich|which  seperate|separate  occured|occurred  adress|address  adresses|addresses
        accomodate|accommodate  definately|definitely  untill the end|until the end  pasword|password  pasworsd|passwords  custmoers|customers
        we we told them|we told them  the the police|the police  we told them|we told them.  were read. we wrote|were read. We wrote
        yesterday.We|yesterday. We  customers,, staff|customers, staff  ofthe|of the  dont|don't  didnt|didn't  encrpyted|encrypted
        attachement|attachment  PAsswords|Passwords  wednesday|Wednesday  Febuary|February  goverment|government  buisness|business  their  own|their own
        invioce|invoice  Larkfeild|Larkfield  "tickets"|“tickets”  cusotmer's|customer's  apologise to every every one of you|apologise to every one of you""",
    "de": """Passwoerter|Passwörter  Passworter|Passwörter  fuer|für  Ueberweisung|Überweisung  Addressen|Adressen  Kundne|Kunden  Rechnugen|Rechnungen
        Kundendienstsystme|Kundendienstsystem  geloescht|gelöscht  heisst|heißt  Strasse|Straße  der der Polizei|der Polizei
        wir haben geschrieben|wir haben geschrieben.  gelesen. wir|gelesen. Wir  Sicherheitsvorfal|Sicherheitsvorfall  verschluesselt|verschlüsselt
        Febuar|Februar  kunden|Kunden  vieleicht|vielleicht  Standart|Standard  betrofen|betroffen  Mitabeiter|Mitarbeiter  Beschribung|Beschreibung
        Schlüsel|Schlüssel  ueber|über  zurueck|zurück""",
    "fr": """recu|reçu  donnees|données  addresse|adresse  clietns|clients  lattaque|l'attaque  mot de passse|mot de passe
        la la police|la police  nous avons écrit|nous avons écrit.  lus. nous|lus. Nous  systèmme|système  systeme|système  probleme|problème
        aujourdhui|aujourd'hui  developpement|développement  l'adrese|l'adresse  professionel|professionnel  langage des cliens|langage des clients
        fevrier|février  serruier|serrurier  ordinnateur|ordinateur""",
    "es": """contrasena|contraseña  rescibido|recibido  clietnes|clientes  informacion|información  direcion|dirección  telefono|teléfono
        la la policía|la policía  hemos escrito|hemos escrito.  leídos. escribimos|leídos. Escribimos  sistma|sistema  seguidad|seguridad
        investigasion|investigación  atque|ataque  archvios|archivos  numero de telefono|numero de teléfono  miercoles|miércoles  febreo|febrero
        facutras|facturas  correoo|correo  compañia|compañía""",
    "ar": """المرورر|المرور  البياناات|البيانات  العملااء|العملاء  إستلام|استلام  المعلوماتت|المعلومات  في في النظام|في النظام
        كتبنا إليكم|كتبنا إليكم.  الشرطةة|الشرطة  النظامم|النظام  الرسائلل|الرسائل  البرييد|البريد  المستخدميين|المستخدمين""",
}
#: What is no mend, by language.
OTHERS = {
    "en": """encrypted|unencrypted  unencrypted|encrypted  possible|impossible  Tuesday|Thursday  1.5 million|15 million  1.5|1,5  1,212|1212
        No passwords|No. Passwords  files which were open|files, which were open  files, which were open|files which were open  tickets|"tickets"
        "read"|read  We know this.|We know this?  now|not  not|now  may|must  could|would  can|cannot  all|some  no|so  million|billion
        secure|insecure  were|where  contacted|contracted  customers|costumers  read|red  March|march  us|US  It|IT  cant|can't  wont|won't
        3 March|8 March  10:30|13:30  €5|$5  5 %|50 %  were read|were not read  were not read|were read  nowhere|now here  posible|impossible
        encypted|unencrypted  milion|billion  Tursday|Thursday  nto|not  Miller|Muller  Smith|Smyth  Larkfield|Larkford  ten|then  few|new
        affect|effect  recent|resent  staff, customers|staff customers  customers'|customer's  its|it's  were|we're  lost|last  one|none
        data|date  sent|spent  passwords|password  copied|coped  over 100|over 1000  -5|5  before|after  since|until  least|last  least|most
        no no passwords|no passwords  police|policy  re-sent|resent  half|whole  Wensday|Sunday  was|has  was|is  We told you: nothing|We told you nothing""",
    "de": """verschlüsselt|unverschlüsselt  möglich|unmöglich  Dienstag|Donnerstag  1,5 Millionen|15 Millionen  1.212|1,212  kein|sein  keine|eine
        wurden|würden  konnten|könnten  das|dass  waren|wahren  Masse|Maße  ihre|Ihre  sie|Sie  Millionen|Milliarden  Juni|Juli  nicht|nichts
        Kundendaten|Kundendateien  erhalten|enthalten  muss|musste  Keine Passwörter|Keine. Passwörter  Kunden die wechselten|Kunden, die wechselten
        Müller|Möller  vor|nach  alle|viele  kann|könnte  zwei|drei  gelesen|gelöscht  moeglich|unmöglich  sicher|unsicher  nie|die""",
    "fr": """chiffré|déchiffré  possible|impossible  mardi|mercredi  où|ou  la|là  a|à  du|dû  publie|publié  ces|ses  avons|aurons  1,5 million|15 millions
        1 212|1212  Aucun mot|Aucun. Mot  les clients qui sont partis|les clients, qui sont partis  million|milliard  pas|par  ne|le  peut|pouvait
        juin|juillet  connu|inconnu  copie|copié  nul|nuls  poissible|impossible  n'est|est  l'accès|d'accès  doit|devrait  tous|tout  sur|sûr""",
    "es": """el|él  si|sí  mas|más  aun|aún  solo|sólo  esta|está  publico|publicó  público|publicó  cifrado|descifrado  posible|imposible  martes|jueves
        1,5 millones|15 millones  1.212|1,212  No hubo acceso|No, hubo acceso  no|ni  puede|pudo  fueron|fueran  tu|tú  copio|copió  junio|julio
        los clientes que se fueron|los clientes, que se fueron  mil|mi  todos|otros  ninguno|alguno  nunca|nuca  conocido|desconocido  Gómez|Gámez""",
    "ar": """لم|لن  لا|لم  على|علي  أن|إن  الثلاثاء|الخميس  ممكن|غير ممكن  يجب|يمكن  مليون|مليار  ١٬٢١٢|١٢١٢  قبل|بعد  كل|بعض  يونيو|يوليو
        قرأ|قرر  رسائلها|رسائلهم  بياناتها|بياناتهم  عميل|عمل  سرقة|شركة  نعم|لا  لم يقرأ|يقرأ""",
}
NAMES = ("Larkfield",)


def _pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (language, *pair.strip().split("|"))  # type: ignore[misc]
        for language, block in table.items()
        for line in block.splitlines()
        for pair in _split(line)
    ]


def _split(line: str) -> list[str]:
    # Two blanks part two pairs; the one pair whose mend is about two blanks has its bar behind them.
    found: list[str] = []
    for part in line.strip().split("  "):
        if found and "|" not in found[-1]:
            found[-1] += f"  {part}"
        elif part.strip():
            found.append(part)
    return found


def test_there_are_enough_of_both() -> None:
    """The table has pairs of both kinds in every language that the pages come in."""
    assert len(_pairs(MENDS)) + len(_pairs(OTHERS)) >= 150
    assert set(MENDS) == set(OTHERS) == {"en", "de", "fr", "es", "ar"}


@each(_pairs(MENDS))
def test_a_mend_passes(language: str, was: str, now: str) -> None:
    """A misspelt word, a word or a mark typed twice, a missing full stop and a letter's case are mended."""
    assert verdict(was, now, language, NAMES).doubt is None


@each(_pairs(OTHERS))
def test_a_change_of_sense_is_refused(language: str, was: str, now: str) -> None:
    """A figure, a day, a name, a word that denies or limits, a mark, and a word for another word are no spelling."""
    assert verdict(was, now, language, NAMES).doubt is not None


def test_without_the_lists_of_words_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, a mend of letters is refused: leaving it out switches nothing off."""
    assert verdict("investigattion", "investigation", "en").doubt is None
    monkeypatch.setitem(sys.modules, "simplemma", None)
    assert verdict("investigatioon", "investigation", "en").doubt is Doubt.LISTS
    assert verdict("1.5 million", "15 million", "en").doubt is Doubt.FIGURE
