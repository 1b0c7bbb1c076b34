from __future__ import annotations

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.web.addresses import absolute, is_fetchable, joined, normalised

ONE_FORM = [
    ("HTTP://News.Example:80/a#x", "http://news.example/a"),
    ("https://news.example:443", "https://news.example/"),
    ("https://news.example:80/", "https://news.example:80/"),
    ("http://münchen.example/straße", "http://xn--mnchen-3ya.example/stra%C3%9Fe"),
    ("http://ａ.example/", "http://a.example/"),
    ("http://a.example./x", "http://a.example/x"),
    ("http://a.example/x/../y/./z", "http://a.example/y/z"),
    ("http://a.example/x/%2e%2E/y", "http://a.example/y"),
    ("http://a.example/../../y/..", "http://a.example/"),
    ("http://a.example//x//", "http://a.example//x//"),
    ("http://a.example/%7euser/%e4%bd", "http://a.example/~user/%E4%BD"),
    ("http://a.example/a%2Fb", "http://a.example/a%2Fb"),
    ("http://a.example/a b", "http://a.example/a%20b"),
    ("http://a.example/?q=a%26b&id=%zz", "http://a.example/?q=a%26b&id=%25zz"),
    ("http://a.example/%2%65", "http://a.example/%252e"),
    ("  http://a.example/\n", "http://a.example/"),
    ("http://2130706433/", "http://127.0.0.1/"),
    ("http://0177.0.0.1/", "http://127.0.0.1/"),
    ("http://0x7f.1/", "http://127.0.0.1/"),
    ("http://１２７.0.0.1/", "http://127.0.0.1/"),
    ("http://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/"),
]
TRACKED = [
    ("http://a.example/?id=3&utm_source=x&b=2", "http://a.example/?id=3&b=2"),
    ("http://a.example/?fbclid=1", "http://a.example/"),
    ("http://a.example/?UTM_Source=1&gclid=2&q=a+b", "http://a.example/?q=a+b"),
    ("http://a.example/?utm%5Fsource=1", "http://a.example/"),
]
UNTOUCHED = [
    "http://a.example/?b=2&a=1",
    "http://a.example/?ref=front&id=7&source=desk&p=1",
    "http://a.example/?x=&y",
    "http://a.example/?a=1;b=2",
    "http://a.example/?utm=1",
    "http://a.example/utm_source=1",
]
NO_ADDRESS = [
    "", "news.example/a", "ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)",
    "http://", "http:///a", "http://user@a.example/", "http://user:secret@a.example/",
    "http://a.example@b.example/", "http://a.example\\@b.example/", "http://a.example:99999/",
    "http://a.example:0/", "http://a.example:x/", "http://a..example/", "http://a%2eexample/",
    "http://a example/", "http://[::1/", "http://[fe80::1%25eth0]/", "http://1.2.3.4.5/",
    "http://256.1.1.1/", "http://4294967296/", "http://08.1.1.1/", "http://a.example/x\r\nHost: b",
    "http://a.example/\x00", "http://a.example/\ud800", "http://" + "a" * 64 + ".example/",
    "http://a.example/" + "ü" * 5000,
]  # fmt: skip


@pytest.mark.parametrize(("address", "form"), ONE_FORM + TRACKED)
def test_one_article_has_one_address(address: str, form: str) -> None:
    assert normalised(address) == form
    assert normalised(form) == form


@pytest.mark.parametrize("address", UNTOUCHED)
def test_what_may_name_the_article_stays(address: str) -> None:
    assert normalised(address) == address


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert not is_fetchable(address)
    with pytest.raises(ValueError):
        normalised(address)


def test_an_address_is_asked_with_the_parameters_it_came_with() -> None:
    assert absolute("http://A.example/?utm_source=x#top") == "http://a.example/?utm_source=x"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("b", "http://a.example/news/b"),
        ("/b?c#d", "http://a.example/b?c"),
        ("//b.example/", "http://b.example/"),
        ("?page=2", "http://a.example/news/a?page=2"),
        (" https://b.example/ü ", "https://b.example/%C3%BC"),
        ("", None),
        ("mailto:desk@a.example", None),
        ("javascript:void(0)", None),
        ("http://user@b.example/", None),
        ("/b\r\nSet-Cookie: x", None),
        ("http://[", None),
    ],
)
def test_links_are_joined_with_their_page(link: str, target: str | None) -> None:
    assert joined("http://a.example/news/a?x=1", link) == target


hostile = st.one_of(
    st.text(),
    st.text(alphabet="htp:/.@[]%?#&=0x1a\\üß。 \t\r\n-_").map("http://a".__add__),
    st.tuples(st.sampled_from(["a.example", "[::1]", "1.2.3.4", "é.example"]), st.text()).map(
        lambda parts: f"http://{parts[0]}/{parts[1]}"
    ),
)


@given(hostile)
def test_any_text_is_an_address_in_its_one_form_or_a_value_error(text: str) -> None:
    try:
        form = normalised(text)
    except ValueError:
        assert not is_fetchable(text)
        return
    assert normalised(form) == absolute(form) == form
    assert form.isascii()
    # What is judged here is what is asked there.
    asked = httpx2.URL(form)
    assert f"{asked.scheme}://{asked.netloc.decode()}{asked.raw_path.decode()}" == form


@given(st.text(), hostile)
def test_joining_never_fails(base: str, link: str) -> None:
    target = joined(base, link)
    assert target is None or is_fetchable(target)
