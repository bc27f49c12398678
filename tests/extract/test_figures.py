"""Numbers as French writes them, read without a parser: form, bound and unit of each, and what is none."""

from __future__ import annotations

import pytest
import spacy

from selon.extract.figures import read_figures
from selon.extract.figures.lexicon import load_figure_lexicon
from selon.language.analysis import Analysis, Article, analyse
from selon.model import Figure

NLP = spacy.blank("fr")


def analysed(text: str) -> Analysis:
    return analyse(Article(text), NLP(text), lang="fr")


def figures(text: str) -> list[Figure]:
    return read_figures(analysed(text), [], [], [])[0]


def shown(f: Figure) -> str:
    if f.comparator == "..":
        return f"{f.low:.15g}..{f.high:.15g}"
    return f"{f.comparator} {f.low if f.low is not None else f.high:.15g}"


# number as written, value, unit
FORMS = """
1.400 soldats | = 1400 | soldat
9 200 soldats | = 9200 | soldat
9\u00a0200 soldats | = 9200 | soldat
9\u202f200 soldats | = 9200 | soldat
9\u2009200 soldats | = 9200 | soldat
1'400 soldats | = 1400 | soldat
1’400 soldats | = 1400 | soldat
1 234 567 soldats | = 1234567 | soldat
1.234.567 soldats | = 1234567 | soldat
12 soldats | = 12 | soldat
3.826 enfants | = 3826 | enfant
16 000 000 d'habitants | = 16000000 | habitant
2 000 000 000 € | = 2000000000 | EUR
1,4 million d'habitants | = 1400000 | habitant
1.4 million d'habitants | = 1400000 | habitant
2 millions d'habitants | = 2000000 | habitant
2\u00a0millions d’habitants | = 2000000 | habitant
deux millions d'habitants | = 2000000 | habitant
un million d'habitants | = 1000000 | habitant
un milliard d'individus | = 1000000000 | individu
trois milliards d'arbres | = 3000000000 | arbre
deux millions et demi d'habitants | = 2500000 | habitant
un million et demi d'habitants | = 1500000 | habitant
2 millions 300 000 habitants | = 2300000 | habitant
un demi-million d'habitants | = 500000 | habitant
un demi-milliard d'euros | = 500000000 | EUR
12,5 milliards d'euros | = 12500000000 | EUR
1 600 milliards d'euros | = 1600000000000 | EUR
mille milliards de dollars | = 1000000000000 | USD
cinq cents millions d'euros | = 500000000 | EUR
deux billions d'euros | = 2000000000000 | EUR
six autres millions de Syriens | = 6000000 | Syrien
300 mille tonnes | = 300000 | tonne
deux soldats | = 2 | soldat
trois soldats | = 3 | soldat
quatre soldats | = 4 | soldat
cinq soldats | = 5 | soldat
six soldats | = 6 | soldat
sept soldats | = 7 | soldat
huit soldats | = 8 | soldat
neuf soldats | = 9 | soldat
dix soldats | = 10 | soldat
onze soldats | = 11 | soldat
douze soldats | = 12 | soldat
treize soldats | = 13 | soldat
quatorze soldats | = 14 | soldat
quinze soldats | = 15 | soldat
seize soldats | = 16 | soldat
dix-sept soldats | = 17 | soldat
dix-huit soldats | = 18 | soldat
dix-neuf soldats | = 19 | soldat
vingt soldats | = 20 | soldat
vingt et un soldats | = 21 | soldat
vingt-et-un soldats | = 21 | soldat
vingt-deux soldats | = 22 | soldat
vingt-neuf soldats | = 29 | soldat
trente soldats | = 30 | soldat
trente et un soldats | = 31 | soldat
trente-trois sièges | = 33 | siège
quarante soldats | = 40 | soldat
quarante-cinq soldats | = 45 | soldat
cinquante soldats | = 50 | soldat
cinquante-six soldats | = 56 | soldat
soixante soldats | = 60 | soldat
soixante-quatre soldats | = 64 | soldat
soixante-dix soldats | = 70 | soldat
soixante et onze soldats | = 71 | soldat
soixante-douze soldats | = 72 | soldat
soixante-dix-sept soldats | = 77 | soldat
soixante-dix-neuf soldats | = 79 | soldat
quatre-vingts soldats | = 80 | soldat
quatre-vingt-un soldats | = 81 | soldat
quatre-vingt-cinq soldats | = 85 | soldat
quatre-vingt-dix soldats | = 90 | soldat
quatre-vingt-onze soldats | = 91 | soldat
quatre-vingt-seize soldats | = 96 | soldat
quatre-vingt-dix-sept soldats | = 97 | soldat
quatre-vingt-dix-neuf soldats | = 99 | soldat
septante soldats | = 70 | soldat
septante et un soldats | = 71 | soldat
septante-cinq soldats | = 75 | soldat
huitante soldats | = 80 | soldat
huitante-trois soldats | = 83 | soldat
octante soldats | = 80 | soldat
nonante soldats | = 90 | soldat
nonante et un soldats | = 91 | soldat
nonante-neuf soldats | = 99 | soldat
cent soldats | = 100 | soldat
cent un soldats | = 101 | soldat
cent vingt soldats | = 120 | soldat
cent quatre-vingt-dix soldats | = 190 | soldat
deux cents rats | = 200 | rat
deux cent quarante soldats | = 240 | soldat
deux cent quatre-vingt-dix-huit soldats | = 298 | soldat
trois-cents soldats | = 300 | soldat
cinq cent trente-cinq soldats | = 535 | soldat
neuf cent nonante-neuf soldats | = 999 | soldat
mille soldats | = 1000 | soldat
mille deux cents soldats | = 1200 | soldat
onze cents soldats | = 1100 | soldat
deux mille soldats | = 2000 | soldat
deux mille trois cent quarante-cinq soldats | = 2345 | soldat
dix mille soldats | = 10000 | soldat
vingt-cinq mille soldats | = 25000 | soldat
cent mille soldats | = 100000 | soldat
quatre cent mille soldats | = 400000 | soldat
une dizaine de soldats | ~ 10 | soldat
une douzaine de soldats | ~ 12 | soldat
une quinzaine de soldats | ~ 15 | soldat
une vingtaine de soldats | ~ 20 | soldat
une trentaine de soldats | ~ 30 | soldat
une quarantaine de soldats | ~ 40 | soldat
une cinquantaine de soldats | ~ 50 | soldat
une soixantaine de soldats | ~ 60 | soldat
une centaine de soldats | ~ 100 | soldat
une petite centaine de soldats | ~ 100 | soldat
une bonne dizaine de soldats | ~ 10 | soldat
un millier de soldats | ~ 1000 | soldat
une demi-douzaine de soldats | ~ 6 | soldat
trois douzaines d'œufs | ~ 36 | œuf
deux centaines de soldats | ~ 200 | soldat
une centaine de milliers de soldats | ~ 100000 | soldat
des dizaines de soldats | >= 20 | soldat
des douzaines de soldats | >= 24 | soldat
des centaines de soldats | >= 200 | soldat
des centaines d’enfants | >= 200 | enfant
des milliers de soldats | >= 2000 | soldat
des dizaines de milliers de soldats | >= 20000 | soldat
des centaines de milliers de soldats | >= 200000 | soldat
des millions de soldats | >= 2000000 | soldat
des centaines de millions d'euros | >= 200000000 | EUR
des milliards d'euros | >= 2000000000 | EUR
plusieurs dizaines de soldats | >= 20 | soldat
plusieurs centaines de soldats | >= 200 | soldat
plusieurs milliers de soldats | >= 2000 | soldat
quelques dizaines de soldats | >= 20 | soldat
quelques milliers de soldats | >= 2000 | soldat
de nombreuses centaines de soldats | >= 200 | soldat
plus de 300 soldats | > 300 | soldat
plus de trois cents soldats | > 300 | soldat
plus d'une centaine de soldats | > 100 | soldat
plus d’un millier de soldats | > 1000 | soldat
plus d'un million de soldats | > 1000000 | soldat
plus d'un milliard de dollars | > 1000000000 | USD
bien plus de 300 soldats | > 300 | soldat
un peu plus de 300 soldats | > 300 | soldat
au-delà de 300 soldats | > 300 | soldat
au-dessus de 300 mètres | > 300 | mètre
plus de la moitié | > 50 | %
plus du tiers des soldats | > 33.3333 | %
plus des deux tiers des soldats | > 66.6667 | %
plus d'un tiers des soldats | > 33.3333 | %
au moins 300 soldats | >= 300 | soldat
au moins un soldat | >= 1 | soldat
au moins une autre accusatrices | >= 1 | accusatrice
pas moins de 300 soldats | >= 300 | soldat
au minimum 300 soldats | >= 300 | soldat
au bas mot 300 soldats | >= 300 | soldat
300 soldats au moins | >= 300 | soldat
300 soldats au minimum | >= 300 | soldat
300 soldats ou plus | >= 300 | soldat
moins de 300 soldats | < 300 | soldat
un peu moins de 300 soldats | < 300 | soldat
près de 300 soldats | < 300 | soldat
près d'une centaine de soldats | < 100 | soldat
près d'un million de soldats | < 1000000 | soldat
près de la moitié des soldats | < 50 | %
presque 300 soldats | < 300 | soldat
quasiment 300 soldats | < 300 | soldat
à peine 300 soldats | < 300 | soldat
pas loin de 300 soldats | < 300 | soldat
jusqu'à 300 soldats | <= 300 | soldat
jusqu’à six mètres | <= 6 | mètre
jusqu'« à 500 millions d'euros | <= 500000000 | EUR
au plus 300 soldats | <= 300 | soldat
tout au plus 300 soldats | <= 300 | soldat
au maximum 300 soldats | <= 300 | soldat
pas plus de 300 soldats | <= 300 | soldat
300 soldats au maximum | <= 300 | soldat
300 soldats tout au plus | <= 300 | soldat
inférieur ou égal à 2 200 € | <= 2200 | EUR
supérieur à 40 % | > 40 | %
quelque 300 soldats | ~ 300 | soldat
environ 300 soldats | ~ 300 | soldat
autour de 300 soldats | ~ 300 | soldat
approximativement 300 soldats | ~ 300 | soldat
à peu près 300 soldats | ~ 300 | soldat
de l'ordre de 300 soldats | ~ 300 | soldat
aux alentours de 300 soldats | ~ 300 | soldat
300 soldats environ | ~ 300 | soldat
entre 40 et 50 soldats | 40..50 | soldat
entre quarante et cinquante soldats | 40..50 | soldat
entre 1,5 et 2 millions d'euros | 1500000..2000000 | EUR
entre 10 % et 15 % | 10..15 | %
entre 900 000 et 1,2 million d'euros | 900000..1200000 | EUR
200 à 300 soldats | 200..300 | soldat
de 1 000 à 4 000 emplois | 1000..4000 | emploi
8 000 à 10 000 postes | 8000..10000 | poste
2 à 3 millions d'euros | 2000000..3000000 | EUR
deux à trois millions de soldats | 2000000..3000000 | soldat
40-50 soldats | 40..50 | soldat
10-15 % | 10..15 | %
deux ou trois soldats | 2..3 | soldat
200 voire 300 soldats | 200..300 | soldat
environ 200 à 300 soldats | 200..300 | soldat
deux à trois fois plus | 2..3 | fois
la moitié des soldats | = 50 | %
un tiers des soldats | = 33.3333 | %
un quart des soldats | = 25 | %
trois quarts des soldats | = 75 | %
les trois quarts des soldats | = 75 | %
les deux tiers des soldats | = 66.6667 | %
quatre cinquièmes des soldats | = 80 | %
un dixième des soldats | = 10 | %
3/4 des soldats | = 75 | %
un électeur sur cinq | = 20 | %
un enfant sur trois | = 33.3333 | %
9 Français sur 10 | = 90 | %
sept Français sur dix | = 70 | %
plus d'un électeur sur cinq | > 20 | %
40 % | = 40 | %
40% | = 40 | %
40\u00a0% | = 40 | %
40\u202f% | = 40 | %
2,1 % | = 2.1 | %
1.4 % | = 1.4 | %
0,7 % | = 0.7 | %
99,9999 % | = 99.9999 | %
40 pour cent | = 40 | %
quarante pour cent | = 40 | %
9 ‰ | = 9 | ‰
3,5 points | = 3.5 | point
10 points de pourcentage | = 10 | point
10 M€ | = 10000000 | EUR
10 Md€ | = 10000000000 | EUR
3 Mds d'euros | = 3000000000 | EUR
50 k€ | = 50000 | EUR
25 000 $ | = 25000 | USD
25 000 dollars | = 25000 | USD
$12 millions | = 12000000 | USD
€40 | = 40 | EUR
1,45 milliard $ | = 1450000000 | USD
280 millions de $ | = 280000000 | USD
400 dollars canadiens | = 400 | CAD
9 livres sterling | = 9 | GBP
£900 | = 900 | GBP
300 francs suisses | = 300 | CHF
20 000 francs CFA | = 20000 | XOF
8 centimes | = 8 | centime
900 yens | = 900 | JPY
50 000 roubles | = 50000 | RUB
2,5 fois plus | = 2.5 | fois
cinq fois moins | = 5 | fois
133 fois celle | = 133 | fois
50 km/h | = 50 | km/h
130 kilomètres par heure | = 130 | km/h
magnitude 6,8 | = 6.8 | magnitude
magnitude de 7,5 | = 7.5 | magnitude
300 km | = 300 | km
300 kilomètres | = 300 | km
12 km² | = 12 | km²
900 m² | = 900 | mètre carré
110 milliards de mètres cubes | = 110000000000 | mètre cube
30 mètres | = 30 | mètre
20 cm | = 20 | centimètre
900 hectares | = 900 | hectare
80 kg | = 80 | kg
900 tonnes | = 900 | tonne
26 degrés | = 26 | degré
26 °C | = 26 | degré
40 GW | = 40 | GW
125 GeV | = 125 | GeV
4,3 années-lumière | = 4.3 | année-lumière
30 000 pieds | = 30000 | pied
""".strip().splitlines()


@pytest.mark.parametrize("line", FORMS)
@pytest.mark.parametrize("frame", ["Le rapport cite {}.", "On a vu {}, dit-on."])
def test_form(line: str, frame: str) -> None:
    written, value, unit = (part.strip(" ") for part in line.split("|"))
    text = frame.format(written)
    found = figures(text)
    assert [shown(f) for f in found] == [value], [(text[f.span[0] : f.span[1]], shown(f)) for f in found]
    assert found[0].unit.lower() == unit.lower()
    assert text[: found[0].span[0]] == frame.split("{")[0]


def test_there_are_enough_forms() -> None:
    assert len(FORMS) >= 200
    assert len({line.split("|")[0] for line in FORMS}) == len(FORMS)


NO_FIGURES = """
Il est né le 7 octobre 1948.
Il a parlé le 12/10/2023 à 15h30.
En 2012, puis en 2013, rien ne change.
La loi de 1905 reste en vigueur.
Elle a 35 ans.
Un homme de 42 ans a été entendu.
Âgée de 12 ans, elle court.
Après 28 jours de grève, il a mangé.
La réunion a duré deux heures et trente minutes.
Le train part à 20 h 45.
Il attend depuis 3 semaines.
Le 1er ministre du 2e bureau.
Au 17ème siècle, tout change.
Le 21e régiment avance.
Le club s'est imposé 3-1.
Elle gagne 6-4, 7-5.
Ils ont perdu 2 à 0.
Score final : 1-1.
Il habite au 12, rue des Lilas.
Il habite 8 avenue Foch.
Appelez le 01 23 45 67 89.
Appelez le +33 1 23 45 67 89.
L'article 49.3 a été utilisé.
L'article 49 de la loi.
Lisez la page 12.
Le chapitre 3 le dit.
Le numéro 10 a marqué.
Le n° 4 est sorti.
Le G7 se réunit.
Le G20 aussi.
L'A6 est fermée.
Un F-16 a décollé.
Un A320 a atterri.
Le Covid-19 recule.
La 5G arrive.
Un iPhone 15 coûte cher.
Un homme et une femme attendent.
L'une des victimes parle.
Les deux ministres se sont vus.
Ces trois maires protestent.
Ses quatre enfants sont là.
Leurs deux pays sont amis.
Tous les deux sont partis.
La solution à deux États reste possible.
Deux peuples vivent là, aux quatre coins du pays.
Elle est tombée trois fois.
Il vend un billet de 20 euros.
Elle joue en quart de finale.
Il a attendu un quart d'heure.
Il l'a cédé à un tiers.
Le second tour approche.
La version 3.11.2 est sortie.
C'était le 11-Septembre.
Il a parlé dans la nuit du 3 au 4 août.
""".strip().splitlines()


@pytest.mark.parametrize("text", NO_FIGURES)
def test_no_figure(text: str) -> None:
    found = figures(text)
    assert not found, [(text[f.span[0] : f.span[1]], shown(f), f.rule) for f in found]


def examples() -> list[tuple[str, str, tuple[str, ...]]]:
    lexicon = load_figure_lexicon("fr")
    numbers = lexicon.numbers
    entries = [
        ("digits", numbers.digits),
        ("vague", numbers.vague),
        *((f"qualifier {q.words[0]}", q) for q in numbers.qualifier),
        *((f"range {r.before}", r) for r in numbers.range),
        *((f"trap {t.name}", t) for t in numbers.trap),
        *((f"set {s.name}", s) for s in numbers.set),
        *((f"unit {u.name}", u) for u in lexicon.units.unit),
        *((f"measure {m.name}", m) for m in lexicon.measures.measure),
    ]
    out = [(name, e.example, e.gives) for name, e in entries if e.example]
    return out + [(f"{name}: never", e.never, ()) for name, e in entries if e.never]


@pytest.mark.parametrize(("example", "gives"), [e[1:] for e in examples()], ids=[e[0] for e in examples()])
def test_example_of_the_tables(example: str, gives: tuple[str, ...]) -> None:
    text = example.replace("[", "").replace("]", "")
    found = figures(text)
    expected = [piece.split("]")[0] for piece in example.split("[")[1:]]
    assert [text[f.span[0] : f.span[1]] for f in found] == expected
    assert [shown(f) for f in found] == list(gives)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "¶", "1", "%", "«", "12,", "1.2.3.4", "\ufeff12 soldats", "9" * 400, "de à et 3"]
)
def test_odd_input_breaks_nothing(text: str) -> None:
    for f in figures(text):
        assert 0 <= f.span[0] < f.span[1] <= len(text)


def test_long_number_words_stay_inside_the_paragraph() -> None:
    assert [shown(f) for f in figures("Il y a deux cent\n\nquarante soldats.")] == ["= 40"]
