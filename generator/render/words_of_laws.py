"""What the laws of the shipped profiles want in a letter beside what happened, as messages, so that a letter says it in the language of its reader.

The words are those of `letter_says` in `generator/content/notice_profiles/`; `tests/render/test_words_of_laws.py` holds the two together. A profile of a
site's own has its translations beside its sentence.
"""

from typing import Final

from generator.model.notice_profile import LetterText
from generator.render.language import SOURCE, Language, message, same_language

#: Each sentence that a shipped profile adds to its letter. What is filled in by hand is in the language of whoever fills it in.
LETTERS_SAY: Final = (
    # Canada and the United Kingdom.
    message("You can complain to the Privacy Commissioner of Canada: www.priv.gc.ca, 1-800-282-1376."),
    message("You can complain to the Information Commissioner's Office: ico.org.uk, 0303 123 1113."),
    # United States.
    message(
        "The Federal Trade Commission helps against identity theft: identitytheft.gov, 1-877-438-4338, 600 Pennsylvania Avenue NW, Washington, DC 20580."
    ),
    message(
        "You can reach the credit bureaus like this. Equifax: equifax.com, 1-800-685-1111, Equifax Security Freeze, P.O. Box 105788, Atlanta, GA 30348."
        " Experian: experian.com, 1-888-397-3742, Experian Security Freeze, P.O. Box 9554, Allen, TX 75013."
        " TransUnion: transunion.com, 1-888-909-8872, TransUnion Security Freeze, P.O. Box 2000, Chester, PA 19016."
    ),
    message(
        "You can ask each credit bureau for a fraud alert or a security freeze, and the Federal Trade Commission and the bureaus tell you about both."
        " A freeze costs nothing."
    ),
    message(
        "You can ask each credit bureau to put a security freeze on your credit report, online, by telephone or by post. They will want your full name, your"
        " Social Security number, your date of birth, your addresses of the last two to five years, and a copy of an identity card and of a bill. There is no"
        " charge to place, lift or remove a freeze."
    ),
    message(
        "You have the right to obtain a police report about this incident. If you are the victim of identity theft, you also have the right to file a police"
        " report and obtain a copy of it."
    ),
    message("The Attorney General of New York tells you what to do after a breach: ag.ny.gov, 1-800-771-7755."),
    message(
        "The New York Department of State, Division of Consumer Protection, tells you how to protect your identity: dos.ny.gov/consumer-protection,"
        " 1-800-697-1220."
    ),
    message(
        "Stay alert for as long as you can: look through your account statements, and get your free credit reports at annualcreditreport.com."
    ),
)


def said_in(text: LetterText, language: Language) -> str:
    """Return what a law wants in a letter in the reader's language; empty where nobody has translated it.

    Args:
        text: the sentence, with its translations.
        language: the reader's language.
    """
    if same_language(language.tag, SOURCE):
        return text.say
    given = next((said for tag, said in text.translations.items() if same_language(tag, language.tag)), "")
    own = language.gettext(text.say)
    return given or (own if own != text.say else "")
