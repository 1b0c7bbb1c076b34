"""What commands and their options are called in each language, by their English name.

Lower case, without blanks: Discord takes nothing else. A name that is missing stays English.
"""

from __future__ import annotations

NAMES: dict[str, dict[str, str]] = {
    "Ask about this": {"uk": "Запитати про це", "tr": "Bunu sor", "de": "Dazu fragen"},
    "article": {"uk": "стаття", "tr": "haber", "de": "artikel"},
    "as_of": {"uk": "станом_на", "tr": "itibarıyla", "de": "stand"},
    "ask": {"uk": "запитати", "tr": "sor", "de": "fragen"},
    "channel": {"uk": "канал", "tr": "kanal", "de": "kanal"},
    "delete": {"uk": "видалити", "tr": "sil", "de": "löschen"},
    "digest": {"uk": "дайджест", "tr": "özet", "de": "überblick"},
    "export": {"uk": "експорт", "tr": "dışa-aktar", "de": "exportieren"},
    "follow": {"uk": "стежити", "tr": "takip-et", "de": "verfolgen"},
    "hour": {"uk": "година", "tr": "saat", "de": "uhrzeit"},
    "latest": {"uk": "останнє", "tr": "son-haberler", "de": "neues"},
    "now": {"uk": "зараз", "tr": "şimdi", "de": "jetzt"},
    "off": {"uk": "вимкнути", "tr": "kapat", "de": "aus"},
    "on": {"uk": "увімкнути", "tr": "aç", "de": "an"},
    "outlet": {"uk": "видання", "tr": "yayın", "de": "medium"},
    "privacy": {"uk": "приватність", "tr": "gizlilik", "de": "datenschutz"},
    "private": {"uk": "приватно", "tr": "gizli", "de": "privat"},
    "question": {"uk": "запитання", "tr": "soru", "de": "frage"},
    "refresh": {"uk": "оновити", "tr": "yenile", "de": "aktualisieren"},
    "settings": {"uk": "налаштування", "tr": "ayarlar", "de": "einstellungen"},
    "show": {"uk": "показати", "tr": "göster", "de": "anzeigen"},
    "since": {"uk": "від", "tr": "başlangıç", "de": "ab"},
    "sources": {"uk": "джерела", "tr": "kaynaklar", "de": "quellen"},
    "timeline": {"uk": "хронологія", "tr": "zaman-çizelgesi", "de": "zeitleiste"},
    "title": {"uk": "заголовок", "tr": "başlık", "de": "titel"},
    "topic": {"uk": "тема", "tr": "konu", "de": "thema"},
    "unfollow": {"uk": "не-стежити", "tr": "takibi-bırak", "de": "nicht-mehr-verfolgen"},
    "until": {"uk": "до", "tr": "bitiş", "de": "bis"},
    "where": {"uk": "де", "tr": "nerede", "de": "wo"},
    "zone": {"uk": "часовий-пояс", "tr": "saat-dilimi", "de": "zeitzone"},
}
