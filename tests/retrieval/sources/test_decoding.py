from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sources.decoding import LEGACY, decode, decode_page

WESTERN = "The café said “hello” – it’s a naïve façade.\r\n"
RUSSIAN = "Переговоры в Стамбуле начнутся второго июня, сообщил представитель."


@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_utf_8_is_read_to_the_letter_with_and_without_a_mark(text: str) -> None:
    assert decode(text.encode("utf-8")) == text
    assert decode(codecs.BOM_UTF8 + text.encode("utf-8")) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    assert decode(mark + WESTERN.encode(encoding)) == WESTERN


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", WESTERN),
        ("cp1252", "It’s on."),
        ("cp1252", "Zürich"),
        ("cp1252", "Señor García está aquí mañana, dijo el ministro."),
        ("cp1252", "São Paulo: negociações começam segunda-feira."),
        ("cp1252", "Å møde i København på mandag, sagde ministeren."),
        ("cp1252", "Die Gespräche beginnen am Montag, sagte der Außenminister – für zwei Tage."),
        ("cp1252", "Erdogan’s talks — “not easy” — cost €5m…"),
        ("cp1251", RUSSIAN),
        ("cp1251", "Да, будет."),
        ("cp1251", "МОСКВА. Переговоры"),
        ("cp1251", "Україна: перемовини «раунд» — 2 червня"),
        ("cp1251", "The word Москва appears once in this English text about talks."),
        ("cp1250", "Řekl, že jednání v Istanbulu začne v pondělí – příští týden."),
        ("cp1254", "Dışişleri Bakanı Hakan Fidan, görüşmelerin başlayacağını söyledi."),
        ("koi8_r", RUSSIAN),
        ("cp932", "イスタンブールでの協議は月曜日に始まると大臣は述べた。"),
    ],
)
def test_legacy_encodings_are_told_apart(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_what_a_page_declares_comes_before_guessing() -> None:
    assert decode("Нет".encode("cp1251"), "windows-1251") == "Нет"
    assert decode(b"\x93Yes\x94 \xe9", "ISO-8859-1") == "“Yes” é"


def test_valid_utf_8_comes_before_what_a_page_declares() -> None:
    assert decode(RUSSIAN.encode(), "windows-1252") == RUSSIAN


@pytest.mark.parametrize("declared", ["", "nonsense", "zlib", "idna", "unicode_escape", "\0", "é"])
def test_a_declaration_that_names_no_text_encoding_is_passed_over(declared: str) -> None:
    assert decode(WESTERN.encode("cp1252"), declared) == WESTERN


def test_a_declaration_that_does_not_fit_is_passed_over() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "euc-jp") == RUSSIAN


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04\x00\x00talks", "NUL bytes"),
        ("Talks".encode("utf-16-le"), "NUL bytes"),
        (bytes(range(1, 256)) * 3, "can't be made out"),
        (random.Random(7).randbytes(3000).replace(b"\0", b"\1"), "can't be made out"),
        (codecs.BOM_UTF8 + b"Talks \xff", "marked as UTF-8 but is not valid at byte 6"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8T\x00", "marked as UTF-16-LE"),
        ("Görüşme başlıyor, Москва".encode()[:-1], "UTF-8 but damaged at byte"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode(data)


@given(st.binary(max_size=200), st.sampled_from([None, *LEGACY, "utf-7", "latin1"]))
def test_any_bytes_are_read_or_refused(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared)
    except ValueError:
        return
    assert text.encode("utf-8").decode("utf-8") == text


JAPANESE = "港湾委員会は火曜日、北埠頭の再開を賛成多数で決めた。"
KOREAN = "항만 위원회는 화요일 북쪽 부두를 다시 열기로 표결했다."
CHINESE = "港务委员会周二投票决定重新开放北码头。" * 3
TURKISH = "Dışişleri Bakanı görüşmelerin başlayacağını söyledi, ağır bir gündem var."


@pytest.mark.parametrize(
    ("encoding", "header", "meta", "text"),
    [
        ("cp1251", "windows-1251", None, RUSSIAN),
        ("cp1251", None, "windows-1251", RUSSIAN),
        ("cp1251", "iso-8859-1", "windows-1251", RUSSIAN),
        ("cp1251", "iso-8859-1", None, RUSSIAN),
        ("koi8_r", None, "koi8-r", RUSSIAN),
        ("cp1254", "windows-1254", None, TURKISH),
        ("cp932", "Shift_JIS", None, JAPANESE),
        ("euc_kr", None, "euc-kr", KOREAN),
        ("gb2312", None, "gb2312", CHINESE),
        ("utf-8", "iso-8859-1", "windows-1251", RUSSIAN),
        ("utf-8", "utf-16", None, RUSSIAN),
    ],
)
def test_a_page_is_read_whatever_lies_about_its_encoding(
    encoding: str, header: str | None, meta: str | None, text: str
) -> None:
    declared = f'<meta charset="{meta}">' if meta else ""
    data = f"<html><head>{declared}</head><p>{text}</p></html>".encode(encoding)
    assert text in decode_page(data, header)


def test_a_damaged_byte_does_not_cost_the_page() -> None:
    data = RUSSIAN.encode() + b"\xd0 \0" + RUSSIAN.encode()
    assert decode_page(data).count(RUSSIAN) == 2


def test_binary_data_is_no_page() -> None:
    with pytest.raises(ValueError, match="NUL"):
        decode_page(b"PK\3\4" + b"\0\1" * 500)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-16", "latin1", "big5", "x", "\0"]))
def test_any_page_is_decoded_or_refused(data: bytes, header: str | None) -> None:
    try:
        text = decode_page(data, header)
    except ValueError:
        return
    text.encode("utf-8")
