"""The stories that the pages carry: invented places and people, our own words.

A part is a paragraph ("p"), a quotation set apart ("q"), a heading ("h"), a list ("l", items
divided by " // ") or a table ("t", rows by " // ", cells by " | ").
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One story; ``parts`` are kind and words."""

    slug: str
    language: str
    title: str
    parts: tuple[tuple[str, str], ...]


def _story(slug: str, language: str, title: str, text: str) -> Story:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    parts = tuple((line[0], line[2:]) for line in lines)
    return Story(slug, language, title, parts)


TUNING = (
    _story(
        "harbour-vote",
        "en",
        "Velm harbour board votes to reopen the north pier",
        """
p The harbour board of Velm voted by five to two on Tuesday night to reopen the north pier to passenger ferries, eighteen months after a storm cracked three of its pillars.
p The decision ends a dispute with the fishing cooperative, which wanted the berths for its own boats and had collected 4,100 signatures against the plan.
q “We did not get all that we asked for, but we got a winter berth and that is what keeps the crews here,” said Ana Toreld, who leads the cooperative.
p Engineers told the meeting that the repairs had cost 12.6 million crowns, a fifth more than was set aside in the spring budget.
h What changes for passengers
l The first ferry to Ostrane leaves on 14 June at 06:40. // Tickets bought before the closure stay valid until the end of the year. // Bicycles travel free on weekdays.
p The board will look at the figures again in October, when the summer season is over.
""",
    ),
    _story(
        "reservoir",
        "en",
        "Water rationing in Karst province to end on Monday",
        """
p Households in Karst province will have running water around the clock again from Monday, the regional water office announced after a week of steady rain.
p The Lodra reservoir stood at 61 per cent on Thursday morning, up from 38 per cent at the beginning of the month, according to readings the office publishes every day.
p Rationing began on 2 May and cut supply to nine hours a day in the driest districts. Hospitals and schools were exempt throughout.
t District | Hours in May | Hours from Monday // Upper Karst | 9 | 24 // Lodra valley | 12 | 24 // Senn | 14 | 24
p Farmers will wait longer. Irrigation stays limited to two nights a week until the reservoir passes 75 per cent, said the office's director, Miro Halvek.
p “One wet week does not undo two dry years,” he told reporters. “We would rather be blamed for caution in June than for empty pipes in August.”
""",
    ),
    _story(
        "rail-strike",
        "en",
        "Train drivers call off strike after late-night deal in Ostrane",
        """
p Train drivers in the Ostrane region called off a three-day strike early on Friday after negotiators agreed on a pay rise of 4.5 per cent and a limit on night shifts.
p The agreement was signed at 02:15 in a hotel beside the central station, about four hours before the first trains were due to be cancelled.
p Under the deal no driver may work more than three nights in a row, a demand that the railway had refused since February.
q “The trains run today because both sides got tired of losing,” said mediator Ilse Brandov.
p Some morning services were still missing because rolling stock stood in the wrong depots. The railway expects a normal timetable by Saturday noon.
p Members of the union vote on the deal by post; the count is due on 27 June.
""",
    ),
    _story(
        "museum",
        "en",
        "Stolen globe returns to the Velm city museum",
        """
p A brass globe that thieves carried out of the Velm city museum in 1998 went back on display on Wednesday, found by chance in the estate of a clock dealer.
p The dealer's nephew had taken it to be valued and was told within minutes what stood on the table in front of him.
p Curators recognised a dent near the southern tip of the continent that an apprentice had left in 1811 and that no copy would show.
p Police said the case was too old for charges. The museum paid nothing for the return but has offered the nephew free entry for life.
p “He asked whether that included the café,” said the director, Petra Omlin. “It now does.”
p The globe stands in room 4, behind thicker glass than before, and can be seen daily except Mondays.
""",
    ),
    _story(
        "wahl",
        "de",
        "Stichwahl in Ostrane: Halvek und Brandov liegen gleichauf",
        """
p In Ostrane entscheidet am übernächsten Sonntag eine Stichwahl über das Bürgermeisteramt, nachdem im ersten Durchgang niemand die nötige Mehrheit erreicht hat.
p Miro Halvek kam auf 34,2 Prozent der Stimmen, Ilse Brandov auf 33,9 Prozent. Zwischen beiden liegen nach der vorläufigen Zählung nur 118 Stimmen.
p Die Beteiligung war mit 58 Prozent so hoch wie seit zwanzig Jahren nicht mehr, teilte die Wahlleitung am späten Abend mit.
t Kandidat | Stimmen | Anteil // Halvek | 13.480 | 34,2 % // Brandov | 13.362 | 33,9 % // Toreld | 8.127 | 20,6 %
p „Jetzt zählt jede Haustür“, sagte Brandov vor ihren Anhängern. Halvek kündigte an, noch in dieser Woche mit den Verlierern der ersten Runde zu sprechen.
""",
    ),
    _story(
        "mist",
        "uk",
        "Міст через Лодру відкриють для вантажівок наступного тижня",
        """
p Новий міст через річку Лодра відкриють для вантажівок наступного вівторка, повідомило обласне управління доріг після останніх випробувань.
p Протягом двох діб на мосту стояли сорок завантажених самоскидів, і прогин не перевищив дозволених шести сантиметрів.
p Будівництво тривало два роки й коштувало 840 мільйонів. Старий міст розберуть восени, а його опори залишать для пішохідної переправи.
q «Люди чекали на цей міст довше, ніж ми його будували», — сказала начальниця управління Олена Торельська.
p Рух легкових автомобілів дозволили ще в квітні, але вантажівки досі їздять в об’їзд через Сенн, що додає сорок кілометрів.
""",
    ),
)

REPORTING = (
    _story(
        "budget",
        "en",
        "Parliament in Tavria passes budget with a majority of one",
        """
p Parliament in Tavria passed next year's budget by a single vote on Thursday, after a member of the opposition left the chamber minutes before the count.
p The budget foresees spending of 91 billion marks and a deficit of 2.8 per cent, just inside the limit that the government set itself when it took office.
p Finance minister Lars Odell said the money for hospitals, the most disputed item, would be released in two halves and the second only after an audit.
q “A majority of one is a majority,” Odell said. “I have learned to count very carefully.”
p Opposition leader Jana Vesely called the vote an accident and said her party would ask the court to look at the procedure.
l Hospitals get 14.2 billion marks, up by 6 per cent. // Road building is cut by a tenth. // The tax on heating oil stays until 2028.
p The law takes effect on 1 January if the president signs it before Christmas.
""",
    ),
    _story(
        "quake",
        "en",
        "Villages cut off after landslide in the Orun mountains",
        """
p Four villages in the Orun mountains were cut off on Sunday when a slope gave way after days of rain and buried 300 metres of the only road.
p Nobody was hurt, the district prefect said, because the road had been closed an hour earlier by a guard who noticed stones rolling between the trees.
p About 1,900 people live behind the slide. Two helicopters brought flour, insulin and a generator for the clinic in Upper Orun in the afternoon.
p Clearing the road will take at least nine days, engineers estimate, as long as the weather holds and no more of the hillside moves.
q “We have bread, we have power for the fridge with the medicines, and we have a very good story,” the mayor, Tomas Erk, said over a crackling line.
p The prefect asked people not to drive up to look.
""",
    ),
    _story(
        "league",
        "en",
        "Rovers go top as champions slip in the rain at Senn",
        """
p Ostrane Rovers went to the top of the league on Saturday with a 3-1 win over Karst United, while champions Velm City drew 0-0 on a soaked pitch at Senn.
p Captain Ivo Lanz scored twice within four minutes before half-time, the second from a corner that the wind carried over everybody else.
p Velm had two goals ruled out and lost their goalkeeper to a twisted knee. He will miss at least six matches, the club said.
h Results and standings
t Home | Score | Away // Ostrane Rovers | 3-1 | Karst United // Senn Athletic | 0-0 | Velm City // Lodra Town | 2-2 | Tavria
t Team | Played | Points // Ostrane Rovers | 31 | 66 // Velm City | 31 | 65 // Lodra Town | 31 | 58
p “Sixty-six points buy you nothing in April,” said Rovers coach Dana Mirov. “Ask me again in three weeks.”
""",
    ),
    _story(
        "vaccine",
        "en",
        "Health office widens measles vaccination after nine cases",
        """
p The health office of Tavria will vaccinate against measles in schools from next week after nine children fell ill in two neighbouring towns.
p All nine are recovering, and none had been vaccinated twice, the office said. The first of them had returned from a holiday eleven days before the rash appeared.
p Parents will receive a letter and must agree in writing. Last year 88 per cent of first graders were protected, well short of the 95 per cent that doctors aim for.
p Family doctors can order extra doses without paperwork until the end of July, and two mobile teams will visit villages that have no practice.
p “This is dull, cheap and it works,” said the chief physician, Nora Feld. “I wish more of my job were like that.”
""",
    ),
    _story(
        "presse",
        "fr",
        "Le port de Velm suspend la pêche à la coquille pendant dix jours",
        """
p La préfecture de Velm a suspendu jeudi la pêche à la coquille pour dix jours, après la découverte d'une toxine dans trois des sept zones contrôlées.
p Les bateaux restent à quai et les stocks déjà débarqués doivent être détruits. Les autres espèces ne sont pas concernées, précise le communiqué.
q « Dix jours, c'est supportable ; un mois, ce serait la fin de la saison », a déclaré le président de la coopérative, Marc Lortel.
p De nouveaux prélèvements auront lieu lundi et jeudi. La suspension pourra être levée zone par zone si deux analyses de suite sont bonnes.
p Une aide de 450 euros par marin et par semaine est prévue, à condition que la demande soit déposée avant la fin du mois.
""",
    ),
    _story(
        "metro",
        "ru",
        "В Таврии запустили первую линию метро без машинистов",
        """
p В столице Таврии в понедельник запустили первую линию метро, поезда которой ходят без машинистов. В первый час ею воспользовались около шести тысяч человек.
p Линия длиной одиннадцать километров соединяет вокзал с университетом, на ней девять станций, и проезд до конца месяца остаётся бесплатным.
p За движением следят двенадцать диспетчеров, которые могут остановить любой состав за две секунды, сообщила городская служба транспорта.
q «Первые полчаса пассажиры снимали на телефоны пустую кабину, а потом стали смотреть в свои книги», — рассказала начальница линии Нора Фельд.
p Профсоюз машинистов напомнил, что город обещал всем уволенным место на других линиях, и попросил назвать сроки.
""",
    ),
)
