"""More stories, for the newsrooms: the two sets share none."""

from __future__ import annotations

from tests.data.pages.stories import _story

ENGLISH_A = (
    _story(
        "tram-depot-fire",
        "en",
        "Fire at Brenmoor tram depot takes nine carriages out of service",
        """
p Nine tram carriages were destroyed when a battery caught fire at the Brenmoor depot shortly before dawn, the operator Stadline said.
p Nobody was hurt. Forty firefighters kept the flames from a hall in which another thirty carriages were parked.
p “We will run buses on lines 4 and 9 until we have borrowed enough stock,” said Petra Oldham, who manages the network.
h Inquiry into the battery
p The battery belonged to a carriage delivered in March, and the maker has been asked to explain why an alarm stayed silent for eleven minutes.
p Stadline expects a normal timetable on its busiest line within two weeks.
""",
    ),
    _story(
        "sea-wall",
        "en",
        "Coastal towns win court case over unfinished sea wall",
        """
p A court in Lisk ordered the province on Monday to finish a sea wall that was promised to four coastal towns after the flood of 2019.
p The judges found that the province had spent 31 million crowns on plans and consultants and none on stone.
q “For six winters we have been told that the money was on its way,” said Dorn Avery, mayor of Lower Pell.
l Lower Pell is to get 900 metres of wall by the end of next year. // Three smaller towns follow within thirty months. // The province must report to the court every quarter.
p A spokeswoman for the province said it would read the ruling before deciding whether to appeal.
""",
    ),
    _story(
        "seed-bank",
        "en",
        "Farmers open seed bank after two failed harvests",
        """
p Two hundred farmers in the Imber valley have pooled their grain in a seed bank that lends rather than sells, after blight ruined two harvests in a row.
p Members borrow in spring and return one and a half times the weight in autumn, or twice after a good year.
p The store holds 38 tonnes of rye, barley and an old wheat that had all but vanished from the valley.
p Agronomists at the college in Imber tested 14 varieties and found three that the blight barely touched.
p “Nobody here is getting rich from this,” said Hanne Roe, who keeps the books. “The point is that nobody goes under either.”
""",
    ),
    _story(
        "lithium-permit",
        "en",
        "Regulator withdraws permit for lithium mine at Ravel Hill",
        """
p The mining regulator withdrew the permit for a lithium mine at Ravel Hill on Thursday, saying that the company had measured groundwater at the wrong depth.
p Norlith, which has spent nearly 80 million crowns on the site, called the decision disproportionate and said that it would submit new readings within a month.
t Well | Reported depth | Measured depth // North shaft | 42 m | 67 m // Mill road | 38 m | 59 m
p Shares in the company fell by 18 per cent in the first hour of trading.
p Residents had complained since last summer that wells below the hill were running dry.
p The regulator will decide by the spring whether the application can be reopened.
""",
    ),
    _story(
        "chess-final",
        "en",
        "Teenager Sela Morn takes national chess title in final round",
        """
p Sela Morn, who turned sixteen in August, became the youngest national chess champion on Sunday with a win from a position that most onlookers had given up.
p She needed a full point against the top seed, Jarek Pohl, and got it on move 71 when he let a rook go astray.
p “I was only hoping for a draw until he started to look at the clock,” she said.
h A late start
p Morn learned the game at eleven from a neighbour in Haddow, where she still plays in the café by the bus station.
p She goes on to the continental championship in May as the only player without a coach.
""",
    ),
)

LOCAL_A = {
    "de": (
        _story(
            "freibad-sanierung",
            "de",
            "Freibad in Altmoor bleibt noch eine Saison geschlossen",
            """
p Das Freibad in Altmoor öffnet auch im kommenden Sommer nicht. Bei der Sanierung sind im Untergrund alte Leitungen aufgetaucht, die in keinem Plan verzeichnet waren.
p Der Stadtrat bewilligte am Dienstagabend weitere 2,3 Millionen Euro, gegen die Stimmen von zwei Fraktionen.
q „Wir bauen lieber einmal richtig als zweimal halb“, sagte Baudezernentin Ruth Ellmer nach der Sitzung.
p Der Förderverein will mit einem Badebus in die Nachbarstadt aushelfen, der in den Ferien zweimal am Tag fährt.
p Fertig werden soll die Anlage nun im Frühjahr des übernächsten Jahres.
""",
        ),
        _story(
            "bahnhof-uhr",
            "de",
            "Nach 40 Jahren geht die Bahnhofsuhr in Wessel wieder richtig",
            """
p Vier Jahrzehnte lang zeigte die Uhr am Bahnhof von Wessel zwanzig nach drei. Seit Montag stimmt sie wieder, zumindest fast.
p Der Uhrmacher Anton Greve hat das Werk in seiner Freizeit zerlegt, gereinigt und um drei selbst gedrehte Zahnräder ergänzt.
p „Sie geht in der Woche noch zwei Minuten vor“, sagt er. „Das passt zu den Zügen, die kommen ja nach.“
p Die Bahn hatte das Stück verschrotten wollen; eine Unterschriftenliste mit 1.900 Namen kam dazwischen.
p Bezahlt wurde das Material aus einer Sammlung unter Pendlern.
""",
        ),
    ),
    "uk": (
        _story(
            "teplo-lypnyk",
            "uk",
            "У Липнику відновили опалення у 340 будинках після аварії",
            """
p Комунальники Липника завершили ремонт магістральної труби, і тепло повернулося до 340 будинків на лівому березі міста.
p Аварія сталася вночі проти неділі, коли на перехресті двох вулиць прорвало трубу, прокладену ще понад пів століття тому.
p «Ми замінили сорок метрів замість шести, бо решта не витримала б зими», – сказав головний інженер Остап Вербич.
p Школи району два дні працювали дистанційно, а в лікарні вмикали резервний котел.
p Мешканцям обіцяють перерахунок за чотири дні без опалення.
""",
        ),
        _story(
            "biblioteka-fond",
            "uk",
            "Бібліотека в Сосновці отримала архів забутого картографа",
            """
p Родина картографа Левка Дзвінки передала бібліотеці в Сосновці понад шістсот мап, які той креслив протягом усього життя.
p Найдавніша з них показує долину до будівництва водосховища, разом із трьома селами, яких давно немає.
p «На цих аркушах підписано навіть криниці», – розповіла директорка бібліотеки Марта Гай.
p Працівники вже відсканували першу сотню й обіцяють відкрити доступ до решти протягом року.
p Виставка оригіналів триватиме до кінця зими, вхід вільний.
""",
        ),
    ),
}

ENGLISH_B = (
    _story(
        "bridge-toll",
        "en",
        "Toll on Carrow bridge scrapped from the new year",
        """
p Drivers will cross the Carrow bridge free of charge from January, the transport committee decided after a vote that took less than ten minutes.
p The toll of 3.40 crowns brought in 7.2 million crowns last year, of which nearly half went on collecting it.
p “We were paying people to stand in the rain and take coins,” said the committee's chair, Edda Nils.
l Annual passes are refunded in full by the end of February. // The booths will be taken down in March. // Lorries above 12 tonnes stay banned.
p Haulage firms had asked for the change since the bypass opened.
""",
    ),
    _story(
        "owl-count",
        "en",
        "Volunteers count record number of owls along the Tarn",
        """
p Volunteers who sat through eleven frosty nights along the river Tarn have counted 412 owls, the most since the survey began in 1988.
p Barn owls did best, with 96 pairs, after farmers left strips of long grass beside their ditches.
q “You can hear the difference before you see it,” said Wim Stavers, who has walked the same four miles every year.
h Fewer mice in the south
p Only the two southernmost squares reported a fall, which the organisers put down to a poor year for field mice.
p The full report goes to the ministry in spring.
""",
    ),
    _story(
        "insulin-price",
        "en",
        "Health minister caps price of insulin at twelve crowns",
        """
p No pharmacy may charge more than twelve crowns for a month's supply of insulin from April, under an order that health minister Joss Pender signed on Wednesday.
p The price has ranged from 9 to 74 crowns, depending on the district and on the brand that a doctor writes down.
p Makers will be paid from a fund of 46 million crowns, half of which comes from a levy on sugary drinks.
p The association of pharmacists welcomed the order but warned of empty shelves if the fund pays late.
p “A cap without stock is a poster,” its president, Lotte Amis, told members.
""",
    ),
    _story(
        "ferry-collision",
        "en",
        "Two hurt as ferry strikes pier in fog at Sandwick",
        """
p Two passengers were treated for broken bones after the ferry Maud struck the western pier at Sandwick in thick fog on Saturday morning.
p The ship was moving at less than four knots, but people were already queueing on the stairs with their bags.
p Harbour master Colm Reidy said that the radar had been working and that the crew had reported a current stronger than the tables gave.
t Sailing | Planned | Now // Sandwick to Orr | 08:15 | cancelled // Orr to Sandwick | 11:00 | 13:30
p Divers found no damage below the waterline.
p Accident investigators are expected to publish a first report within four weeks.
""",
    ),
    _story(
        "striker-signs",
        "en",
        "Striker Ilya Benner signs for Harrow Town until 2029",
        """
p Harrow Town have signed the striker Ilya Benner on a contract that runs for three and a half years, ending a chase that began in the summer.
p Benner scored 19 goals in 27 games for Colne last season and missed only one match, through a cold.
p “I have seen how loud this ground gets when it rains,” he said. “That made up my mind.”
p Manager Bea Lund will have him available for the trip to Marl on Saturday, provided that his papers arrive by Friday noon.
p He takes the number 11 shirt, which nobody has worn since Tom Ascot retired.
""",
    ),
)

LOCAL_B = {
    "tr": (
        _story(
            "vapur-seferleri",
            "tr",
            "Karaburç'ta vapur seferleri üç yıl sonra yeniden başlıyor",
            """
p Karaburç ile karşı kıyıdaki Yenice arasında üç yıldır yapılmayan vapur seferleri pazartesi günü yeniden başlıyor.
p Belediye, iskelenin onarımı için 48 milyon lira harcandığını ve hattın ilk ay ücretsiz olacağını duyurdu.
p Belediye başkanı Nermin Saygılı, “Köprüde bekleyen her sürücü bu iskeleyi hatırlasın istiyoruz” dedi.
p İlk vapur sabah 06.30'da kalkacak, son sefer ise gece yarısından on dakika önce yapılacak.
p Balıkçılar kooperatifi, yanaşma yerlerinin daraltılmasına itiraz ettiklerini ve davanın sürdüğünü hatırlattı.
""",
        ),
        _story(
            "zeytin-rekoltesi",
            "tr",
            "Zeytinde rekolte kuraklığa rağmen beklentiyi aştı",
            """
p Dereköy ovasında zeytin hasadı tamamlandı; üreticiler kurak geçen yaza rağmen geçen yıldan yüzde on iki fazla ürün topladı.
p Ziraat odası başkanı Halil Tokgöz, ekim ayındaki iki yağmurun dengeleri değiştirdiğini söyledi.
p Yağ oranı ise düşük kaldı: bir litre yağ için altı kilo zeytin gerekiyor, geçen yıl bu miktar beş kiloydu.
p Kooperatif, kilo başına alım fiyatını 52 liradan açıkladı ve ödemelerin yıl bitmeden yapılacağını bildirdi.
p Küçük üreticiler, işçilik maliyetinin fiyat artışını yuttuğunu söylüyor.
""",
        ),
    ),
    "fr": (
        _story(
            "ecole-passerelle",
            "fr",
            "À Montreval, une passerelle évite aux écoliers un détour de trois kilomètres",
            """
p Les 84 élèves de l'école de Montreval traversent désormais la Loune à pied, sur une passerelle de bois inaugurée lundi matin.
p Depuis l'effondrement du vieux pont, il leur fallait contourner la scierie et longer une route sans trottoir.
p « Mon fils gagne quarante minutes de sommeil », se réjouit Odile Ferrand, mère de deux enfants.
p L'ouvrage a coûté 310 000 euros, financés pour un tiers par une souscription lancée dans la vallée.
p Les véhicules devront attendre : le chantier du nouveau pont ne commencera pas avant l'automne prochain.
""",
        ),
        _story(
            "fromagerie-greve",
            "fr",
            "La fromagerie de Sauxe reprend le travail après neuf jours de grève",
            """
p Les salariés de la fromagerie de Sauxe ont voté mercredi la reprise du travail, au neuvième jour d'une grève qui avait vidé les rayons de la région.
p L'accord prévoit une hausse de 110 euros par mois et la fin des équipes de douze heures.
p « Personne n'a gagné, mais le lait ne sera plus jeté », résume le délégué Paul Estève.
p Près de 60 000 litres ont été perdus pendant le conflit, selon la coopérative des éleveurs.
p La direction s'engage à remplacer d'ici juin les deux cuves les plus anciennes.
""",
        ),
    ),
}
