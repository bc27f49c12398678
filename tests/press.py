"""A ledger of 160 articles of our own making, really read: four stories over two months, told by five outlets.

The stories hold what the views of many articles are for: one measure by several sources that diverge and are revised,
positions with conditions that change, speakers with and without a role, wire copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from selon.extract.ledger import read_article
from selon.language.analysis import Article
from selon.reading import read_file, read_text
from selon.store import LedgerFile
from selon.store.corrections_log import settle

EXAMPLES = Path(__file__).parents[1] / "examples"
OUTLETS = ("Le Courrier de Marcheville", "Agence Valdor", "La Dépêche du Levant", "Radio Tessal", "L'Écho du Port")
FIRST = date(2024, 1, 8)
SIZE = 160

FLOOD = """Crue de la Varenne : {seen} morts, selon la préfecture

La crue de la Varenne a fait au moins {seen} morts dans la vallée de Saint-Aubin, selon la préfecture. La Croix-Rouge parle de {other} morts.

« Nous n'avons jamais vu l'eau monter si vite », a déclaré la préfète, Hélène Morvan, lors d'une conférence de presse. Le maire de Saint-Aubin, Karim Belloc, a affirmé que {moved} habitants avaient été évacués. Il a accusé l'État d'avoir « abandonné la vallée ».

Selon Météo-Valdor, la pluie devrait cesser {when}. « La décrue sera lente », prévient l'ingénieure Odile Ferrand."""

TRUCE = """Trêve en Valdorie : Marchais {verb} un cessez-le-feu

Le président valdorien, Anton Marchais, a {told} un cessez-le-feu {unless}.

« Nous voulons la paix, mais pas à n'importe quel prix », a-t-il dit à la télévision. La ministre des Affaires étrangères, Irène Castel, a plaidé pour une trêve humanitaire afin de faciliter l'acheminement de l'aide.

L'opposition a dénoncé « une manœuvre ». Le porte-parole de l'ONU, Tomas Ilic, a appelé les deux camps à la retenue. Au moins {seen} soldats ont été tués depuis le début du conflit, d'après l'état-major. Le mouvement rebelle avance le chiffre de {other} morts."""

STRIKE = """Grève chez Tessaline : la direction et les syndicats campent sur leurs positions

Quelque {seen} salariés ont cessé le travail, selon la direction de Tessaline. Le syndicat Force des ateliers parle de {other} grévistes.

« Nous ne reprendrons pas sans garanties », a prévenu le délégué Bruno Lachaume. La directrice, Sophie Verdier, a refusé de rouvrir les négociations. Elle a assuré que le site de Marcheville ne fermerait pas.

Interrogé {when}, le ministre du Travail, Yann Delorme, a dit espérer un accord. « Chacun doit faire un pas », a-t-il ajouté."""

BRIDGE = """Pont de Vaubrun : les travaux coûteront {seen} millions d'euros

Les travaux du pont de Vaubrun coûteront {seen} millions d'euros, a annoncé {when} la présidente de la région, Claire Aubertin. Un rapport de la chambre des comptes évoque {other} millions d'euros.

« C'est le prix de la sécurité », a-t-elle expliqué. Le député Marc Thévenot s'est dit opposé au péage. « Les habitants ont déjà payé », a-t-il lancé. Selon un proche du dossier, le chantier prendra du retard."""


def articles() -> Iterator[Article]:
    """The texts, each with its outlet, day and address; every tenth is a wire copy of the one before it."""
    stories = (FLOOD, TRUCE, STRIKE, BRIDGE)
    last = ""
    for n in range(SIZE - 3):
        day, week = FIRST + timedelta(days=n * 60 // SIZE), n // 28
        text = stories[n % 4].format(
            seen=12 + 3 * week + n % 3, other=14 + 4 * week + n % 5, moved=200 + 10 * n, when=("lundi", "mardi", "jeudi")[n % 3],
            verb=("exclut", "accepte")[week % 2], told=("exclu", "accepté")[week % 2],
            unless=("sans la libération des prisonniers", "à condition que les prisonniers soient libérés")[week % 2],
        )  # fmt: skip
        text, last = (last if n % 10 == 9 else text), text
        outlet = OUTLETS[n % 5]
        yield replace(
            read_text(text), outlet=outlet, given=day.isoformat(), url=f"https://press.example/{n}", name=f"press-{n}"
        )
    yield from (read_file(p) for p in sorted(EXAMPLES.glob("*.txt")))


def make_press(path: Path) -> Path:
    """Reads them all into a new ledger at `path`."""
    with LedgerFile.open(path, create=True) as file:
        for article in articles():
            file.add(read_article(article, lang="fr"), extracted_by="tests")
        with file.writing() as connection:
            settle(connection)
    return path
