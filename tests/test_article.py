"""An article's JSON line: what is read, what is settled, what is refused and why."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import ARTICLE_KEYS, VIETNAM, Article, ArticleError, Attachment, host_of, identity
from index.urls import is_tracking

URL = "https://sonoivu.langbac.test/node/1"
LEAST = {"url": URL, "title": "Thi đua", "body": "Khen thưởng."}


def read(**more: object) -> Article:
    return Article.from_json({**LEAST, **more})


def test_only_url_title_and_body_are_needed() -> None:
    article = read()
    assert (article.url, article.title, article.body) == (URL, "Thi đua", "Khen thưởng.")
    assert article.site == "sonoivu.langbac.test"
    assert article.published_at is article.updated_at is article.local_time is None
    assert (article.tags, article.captions, article.attachments) == ((), (), ())
    assert article.to_json() == {**LEAST, "site": "sonoivu.langbac.test"}


def test_the_keys_of_a_line_are_those_of_the_architecture() -> None:
    written = "url title body site summary published_at updated_at author poster unit section tags"
    later = "captions attachments lang source original"
    assert sorted(ARTICLE_KEYS) == sorted(f"{written} {later}".split())


OPTIONAL = sorted(set(ARTICLE_KEYS) - set(LEAST))


@pytest.mark.parametrize("nothing", [None, ""], ids=["null", "empty"])
@pytest.mark.parametrize("key", OPTIONAL)
def test_null_empty_and_absent_are_the_same(key: str, nothing: str | None) -> None:
    assert read(**{key: nothing}) == read()


@pytest.mark.parametrize("nothing", [None, "", "  \n\t", "\u200b"])
@pytest.mark.parametrize("key", sorted(LEAST))
def test_without_url_title_or_body_there_is_no_article(key: str, nothing: str | None) -> None:
    with pytest.raises(ArticleError, match=f"^{key} is missing or empty$"):
        read(**{key: nothing})
    with pytest.raises(ArticleError, match=f"^{key} is missing or empty$"):
        Article.from_json({name: value for name, value in LEAST.items() if name != key})


def test_text_is_composed_and_its_blanks_folded() -> None:
    article = read(
        title=" Thi \n đu\u0061\u0300 ",
        body=" Một \t câu \r\n\r\n Hai ",
        author="Lương\u00a0Thị\u200b Nga",
        tags=[" thi   đua ", "", "\u200b"],
        captions=["a\nb"],
        attachments=[{"url": " x.pdf ", "title": "Phụ \n lục"}, {"url": "", "title": None}],
    )
    assert (article.title, article.body) == ("Thi đuà", "Một câu\nHai")
    assert (article.author, article.tags, article.captions) == (
        "Lương Thị Nga",
        ("thi đua",),
        ("a b",),
    )
    assert article.attachments == (Attachment(url="x.pdf", title="Phụ lục"),)


def test_a_decomposed_line_is_the_same_article() -> None:
    assert read(title="Tie\u0302\u0301ng Vie\u0323\u0302t") == read(title="Tiếng Việt")


WRONG = [
    pytest.param("title", 5, "title must be text, found int", id="number-for-text"),
    pytest.param("url", ["x"], "url must be text, found list", id="list-for-text"),
    pytest.param("body", {"p": "x"}, "body must be text, found dict", id="object-for-text"),
    pytest.param("author", False, "author must be text, found bool", id="false-for-text"),
    pytest.param("tags", "thi đua", "tags must be a list of texts", id="text-for-list"),
    pytest.param("tags", 0, "tags must be a list of texts", id="zero-for-list"),
    pytest.param("tags", {}, "tags must be a list of texts", id="object-for-list"),
    pytest.param("captions", ["x", 1], "captions must be a list of texts", id="number-in-list"),
    pytest.param("attachments", {"url": "x"}, "attachments must be a list", id="object"),
    pytest.param("attachments", ["x.pdf"], "attachments must be a list", id="text-in-list"),
    pytest.param("attachments", False, "attachments must be a list", id="false"),
    pytest.param("attachments", [{"url": 1}], "attachments.url must be text", id="attached-number"),
    pytest.param("attachments", [{"title": []}], "attachments.title must be", id="attached-list"),
    pytest.param("published_at", 1632586200, "published_at must be text", id="seconds"),
    pytest.param("published_at", "25/9/2021", "'25/9/2021' is not an ISO 8601", id="day-first"),
    pytest.param(
        "updated_at", "2021-02-30", "updated_at '2021-02-30' is not an ISO", id="no-such-day"
    ),
    pytest.param("published_at", "9999-12-31T23:59:59Z", "beyond what a clock", id="too-late"),
    pytest.param("published_at", "0001-01-01T00:00+23:59", "beyond what a clock", id="too-early"),
]


@pytest.mark.parametrize(("key", "value", "complaint"), WRONG)
def test_a_value_of_the_wrong_kind_is_named(key: str, value: object, complaint: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read(**{key: value})
    assert complaint in str(caught.value)


@pytest.mark.parametrize("line", ["[]", '"x"', "5", "null", "true"])
def test_what_is_no_object_is_refused(line: str) -> None:
    with pytest.raises(ArticleError, match="expected a JSON object, found"):
        Article.from_json(json.loads(line))


def test_unknown_keys_are_left_aside() -> None:
    assert read(views=5, **{"": None, "Title": "x"}) == read()


MOMENTS = [
    pytest.param("2021-09-25T23:10:00", "2021-09-25T23:10:00+07:00", id="no-offset"),
    pytest.param("2021-09-25 23:10", "2021-09-25T23:10:00+07:00", id="blank-between"),
    pytest.param("2021-09-25", "2021-09-25T00:00:00+07:00", id="day-alone"),
    pytest.param(" 2021-09-25T23:10:00+07:00 ", "2021-09-25T23:10:00+07:00", id="blanks-around"),
    pytest.param("2021-09-25T16:10:00Z", "2021-09-25T16:10:00+00:00", id="greenwich"),
    pytest.param("2021-09-25T16:10:00.5-03:30", "2021-09-25T16:10:00.500000-03:30", id="half-hour"),
]


@pytest.mark.parametrize(("text", "kept"), MOMENTS)
def test_a_time_keeps_its_offset_and_without_one_it_is_vietnamese(text: str, kept: str) -> None:
    assert read(published_at=text, updated_at=text).to_json()["published_at"] == kept
    assert read(updated_at=text).to_json()["updated_at"] == kept


def test_the_local_time_is_that_of_a_clock_in_vietnam() -> None:
    local = read(published_at="2020-12-31T23:30:00Z").local_time
    assert local is not None
    assert local.isoformat() == "2021-01-01T06:30:00+07:00"


def test_half_of_a_surrogate_pair_becomes_a_replacement_character() -> None:
    article = Article.from_json(
        json.loads(
            '{"url": "https://x.test/\\ud83d", "title": "Vui \\ud83d",'
            ' "body": "\\ude00 \\ud83d\\ude00"}'
        )
    )
    assert (article.title, article.body) == ("Vui \ufffd", "\ufffd 😀")
    assert article.to_line().encode()
    assert Article.from_json(json.loads(article.to_line())) == article


texts = st.text(max_size=20)
filled = st.builds("{}x{}".format, texts, texts)
zones = st.sampled_from((UTC, VIETNAM, timezone(timedelta(hours=-3, minutes=-30))))
centuries = st.timedeltas(timedelta(days=-700_000), timedelta(days=2_900_000))
moments = st.none() | st.builds(
    lambda since, zone: (datetime(1970, 1, 1, tzinfo=UTC) + since).astimezone(zone),
    centuries,
    zones,
)
attachments = st.builds(Attachment, url=texts, title=texts)
articles = st.builds(
    Article,
    url=st.sampled_from((URL, "http://www.x.test/a?b=c#d", "https://khác.test/đường dẫn/")),
    title=filled,
    body=filled,
    site=texts,
    summary=texts,
    published_at=moments,
    updated_at=moments,
    author=texts,
    poster=texts,
    unit=texts,
    section=texts,
    tags=st.lists(texts, max_size=3).map(tuple),
    captions=st.lists(texts, max_size=3).map(tuple),
    attachments=st.lists(attachments, max_size=3).map(tuple),
    lang=texts,
    source=texts,
)


@given(articles)
def test_an_article_comes_back_from_its_line(article: Article) -> None:
    line = article.to_line()
    assert "\n" not in line
    again = Article.from_json(json.loads(line))
    assert again == article
    assert again.to_line() == line


SAME = [
    pytest.param("http://snv.test/a", "https://snv.test/a", id="scheme"),
    pytest.param("https://www.snv.test/a", "https://snv.test/a", id="www"),
    pytest.param("https://snv.test/a/", "https://snv.test/a", id="final-slash"),
    pytest.param("https://snv.test/", "https://snv.test", id="bare-host"),
    pytest.param("https://snv.test/a#top", "https://snv.test/a", id="fragment"),
    pytest.param("https://SNV.Test./a", "https://snv.test/a", id="host-in-capitals-with-a-point"),
    pytest.param("HTTPS://snv.test/a", "https://snv.test/a", id="scheme-in-capitals"),
    pytest.param("https://snv.test:443/a", "https://snv.test/a", id="port-of-https"),
    pytest.param("http://snv.test:80/a", "https://snv.test/a", id="port-of-http"),
    pytest.param("https://snv.test/a?utm_source=zalo", "https://snv.test/a", id="utm"),
    pytest.param("https://snv.test/a?fbclid=1&x=2", "https://snv.test/a?x=2", id="fbclid"),
    pytest.param("https://snv.test/a?UTM_Medium=1", "https://snv.test/a", id="utm-in-capitals"),
    pytest.param("https://snv.test/a;jsessionid=1F", "https://snv.test/a", id="session-in-path"),
    pytest.param("https://snv.test/a;jsessionid=1/b", "https://snv.test/a/b", id="session-within"),
    pytest.param("https://snv.test/a?x=1&y=2", "https://snv.test/a?y=2&x=1", id="order"),
    pytest.param("https://snv.test/t%C3%AAn", "https://snv.test/tên", id="percent-in-path"),
    pytest.param("https://snv.test/%c3%aa", "https://snv.test/%C3%AA", id="percent-in-small"),
    pytest.param("https://snv.test/%7Ea%2Db", "https://snv.test/~a-b", id="percent-unneeded"),
    pytest.param("https://snv.test/?q=a+b", "https://snv.test/?q=a%20b", id="plus-and-percent"),
    pytest.param("https://snv.test/a b", "https://snv.test/a%20b", id="blank"),
    pytest.param("https://khác.test/a", "https://xn--khc-fla.test/a", id="idna"),
    pytest.param("  https://snv.test/a\n", "https://snv.test/a", id="blanks-around"),
    pytest.param("https://snv.test/tie\u0302n", "https://snv.test/ti\u00ean", id="decomposed"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_address_have_one_identity(one: str, other: str) -> None:
    assert read(url=one).identity == read(url=other).identity
    assert read(url=one).url == read(url=one.strip()).url


def test_an_address_is_shown_as_it_came() -> None:
    url = "HTTP://www.SNV.test/a/?utm_source=zalo#b"
    assert (read(url=url).url, read(url=url).site) == (url, "snv.test")


DIFFERENT = [
    pytest.param("https://snv.test/a", "https://snv.test/A", id="case-of-a-path"),
    pytest.param("https://snv.test/a", "https://tin.snv.test/a", id="subdomain"),
    pytest.param("https://snv.test/a", "https://snv.test:8080/a", id="port"),
    pytest.param("https://snv.test:80/a", "https://snv.test/a", id="port-of-the-other-scheme"),
    pytest.param("https://snv.test/?id=1", "https://snv.test/?id=2", id="parameter"),
    pytest.param("https://snv.test/?sid=1", "https://snv.test/?sid=2", id="story-of-php-nuke"),
    pytest.param("https://snv.test/a?x=1", "https://snv.test/a?x=1&x=1", id="parameter-twice"),
    pytest.param("https://snv.test/%E0", "https://snv.test/%E1", id="percent-of-old-code-pages"),
    pytest.param("https://snv.test/?t=%E0", "https://snv.test/?t=%E1", id="old-code-page-in-query"),
    pytest.param("https://snv.test/a;id=1", "https://snv.test/a;id=2", id="parameter-in-path"),
    pytest.param("https://snv.test/a//b", "https://snv.test/a/b", id="slash-within"),
    pytest.param("https://snv.test/a%3Fb", "https://snv.test/a?b", id="question-mark-in-path"),
    pytest.param("https://snv.test/a%23b", "https://snv.test/a#b", id="number-sign-in-path"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_addresses_have_two_identities(one: str, other: str) -> None:
    assert read(url=one).identity != read(url=other).identity


addresses = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(("http", "https", "HTTP")),
    st.sampled_from(("snv.test", "www.snv.test:8080", "khác.test", "SNV.TEST.")),
    st.text(alphabet="/aA.;=%2FE0ế ~+&:@-_\u0301", max_size=12).map("/{}".format),
    st.text(alphabet="ab=&%20E1+ế;?/utm_", max_size=12).map("?{}".format),
)


@given(addresses)
def test_an_identity_is_an_address_with_the_same_identity(url: str) -> None:
    once = identity(url)
    assert identity(f"http://{once}") == once
    assert once.isascii()
    assert once.startswith(host_of(url))


@pytest.mark.parametrize("name", ["utm_source", "UTM_X", "fbclid", "jsessionid", "PHPSESSID"])
def test_a_name_that_follows_readers_says_nothing_of_the_page(name: str) -> None:
    assert is_tracking(name)


@pytest.mark.parametrize("name", ["id", "page", "sid", "itemid", "q", "utm", ""])
def test_other_names_say_which_page_it_is(name: str) -> None:
    assert not is_tracking(name)


HOSTILE = [
    pytest.param("http://[::1", id="bracket-left-open"),
    pytest.param("http://a:99999/", id="no-such-port"),
    pytest.param("http://a:x/", id="port-of-letters"),
    pytest.param("http://[zz]/", id="no-such-literal"),
    pytest.param("http:///a", id="no-host"),
    pytest.param("http://./", id="points-for-a-host"),
    pytest.param("//snv.test/a", id="no-scheme"),
    pytest.param("/a", id="path-alone"),
    pytest.param("snv.test/a", id="host-and-path"),
    pytest.param("javascript:alert(1)", id="javascript"),
    pytest.param("mailto:a@b.test", id="mail"),
    pytest.param("file:///etc/passwd", id="file"),
    pytest.param("ftp://snv.test/a", id="ftp"),
    pytest.param("http://" + "a" * 3_000, id="too-long"),
    pytest.param("http://" + "ệ" * 80 + ".test/", id="too-long-a-label"),
    pytest.param("http://a\u2100b.test/", id="sign-that-unfolds-to-a-slash"),
    pytest.param("http://ệ..test/", id="empty-label"),
]


@pytest.mark.parametrize("url", HOSTILE)
@pytest.mark.parametrize("site", ["", "snv.test"], ids=["alone", "with-a-site"])
def test_an_address_that_is_none_is_refused_with_a_sentence(url: str, site: str) -> None:
    with pytest.raises(ArticleError, match=r"^url .* cannot be used: ") as caught:
        read(url=url, site=site)
    assert len(str(caught.value)) < 400


@given(st.text(max_size=40))
def test_any_text_for_an_address_gives_an_article_or_a_sentence(text: str) -> None:
    for url in (text, f"http://{text}", f"https://snv.test/{text}"):
        with suppress(ArticleError):
            assert read(url=url).identity


def test_text_in_a_legacy_encoding_is_repaired_and_kept_as_it_came() -> None:
    article = read(
        title="Thi ®ua, khen th\u00adëng n¨m 2021", body="TØnh tæng kÕt phong trµo thi ®ua.\n"
    )
    assert article.title == "Thi đua, khen thưởng năm 2021"
    assert article.body == "Tỉnh tổng kết phong trào thi đua."
    assert dict(article.original) == {
        "title": "Thi ®ua, khen th\u00adëng n¨m 2021",
        "body": "TØnh tæng kÕt phong trµo thi ®ua.\n",
    }


def test_a_repaired_article_survives_its_own_line() -> None:
    article = read(
        title="Thi ®ua, khen th\u00adëng n¨m 2021", body="TØnh tæng kÕt phong trµo thi ®ua."
    )
    line = json.loads(article.to_line())
    assert line["original"]["title"] == "Thi ®ua, khen th\u00adëng n¨m 2021"
    assert Article.from_json(line) == article == Article.restored(line)


def test_text_that_is_right_has_no_original() -> None:
    assert read(title="Déjà vu ở Genève", body="Thi đua – khen thưởng ®").original == ()


def test_an_original_that_is_no_object_of_texts_is_refused() -> None:
    with pytest.raises(ArticleError, match="original must be an object"):
        read(original=["x"])
    with pytest.raises(ArticleError, match=r"original.title must be text"):
        read(original={"title": 1})
