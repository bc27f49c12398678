import gzip
from pathlib import Path

import pytest

from selon.language.data import languages
from selon.language.words import load_profiles
from selon.reading import LanguageError, check_language, read_file, read_text

SHARED = Path(__file__).parents[3] / "shared"
FRENCH = "La maire a déclaré vendredi que le pont de la ville ne serait pas rouvert avant la fin de l'été."
ENGLISH = "The mayor said on Friday that the bridge of the town would not be opened again before the end of the summer."
OTHERS = {
    "en": ENGLISH,
    "de": "Die Bürgermeisterin sagte am Freitag, dass die Brücke der Stadt nicht vor dem Ende des Sommers geöffnet wird.",
    "es": "La alcaldesa dijo el viernes que el puente de la ciudad no se abrirá hasta el final del verano.",
    "it": "La sindaca ha detto venerdì che il ponte della città non sarà riaperto prima della fine dell'estate.",
    "pt": "A presidente da câmara disse na sexta-feira que a ponte da cidade não será reaberta até ao fim do verão.",
    "ca": "L'alcaldessa va dir divendres que el pont de la ciutat no es tornarà a obrir fins al final de l'estiu.",
    "nl": "De burgemeester zei vrijdag dat de brug van de stad niet voor het einde van de zomer wordt geopend.",
    "ro": "Primarul a spus vineri că podul din oraș nu va fi deschis până la sfârșitul verii și că lucrările sunt grele.",
    "pl": "Pani burmistrz powiedziała w piątek, że most w mieście nie będzie otwarty do końca lata i że to jest trudne.",
    "sv": "Borgmästaren sade på fredagen att bron i staden inte kommer att öppnas igen före slutet av sommaren.",
}


def test_every_named_language_is_tried_here() -> None:
    assert set(OTHERS) | set(languages()) == set(load_profiles())


def test_french_passes_unchanged() -> None:
    article = read_text(FRENCH)
    assert check_language(article, "fr") is article


@pytest.mark.parametrize("code", sorted(OTHERS))
def test_another_language_is_named(code: str) -> None:
    with pytest.raises(LanguageError, match=load_profiles()[code].name) as e:
        check_language(read_text(OTHERS[code]), "fr")
    assert e.value.code == code
    assert "--lang" in str(e.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Мэр заявила в пятницу, что мост в городе не откроют до конца лета.", "CYRILLIC"),
        ("市長は金曜日に、町の橋は夏の終わりまで開通しないと述べた。", "HIRAGANA|CJK|written in"),
        ("lorem ipsum dolor sit amet consectetur adipiscing elit " * 8, "does not look like French"),
    ],
)
def test_other_scripts_and_no_language(text: str, words: str) -> None:
    with pytest.raises(LanguageError, match=words):
        check_language(read_text(text), "fr")


@pytest.mark.parametrize("text", ["Bonjour", "OK", "14h30 !", "Paris, Lyon, Marseille, Lille"])
def test_texts_too_short_to_tell_pass(text: str) -> None:
    article = read_text(text)
    assert check_language(article, "fr") is article


def test_a_foreign_paragraph_is_a_problem_and_no_more() -> None:
    text = f"{FRENCH}\n\n{FRENCH}\n\n{ENGLISH}\n\n{FRENCH}"
    [(kind, span, message)] = check_language(read_text(text), "fr").problems
    assert kind == "other-language"
    assert text[slice(*span)] == ENGLISH
    assert "English" in message


@pytest.mark.skipif(not (SHARED / "data" / "articles").is_dir(), reason="no ../shared/data/articles beside this clone")
def test_no_real_french_article_is_refused_or_doubted() -> None:
    files = [*(SHARED / "data" / "articles").glob("*.txt"), *(SHARED / "gold" / "dev").glob("*.txt")]
    assert len(files) > 100
    for f in files:
        article = read_file(f)
        assert check_language(article, "fr") is article, f.name


@pytest.mark.skipif(not (SHARED / "data" / "text").is_dir(), reason="no ../shared/data/text beside this clone")
def test_novels_pass_too() -> None:
    with gzip.open(SHARED / "data" / "text" / "eltec_fra.txt.gz", "rt", encoding="utf8") as f:
        text = f.read(200_000)
    check_language(read_text(text), "fr")
