"""Archives, folders and links: what lies in them, in order, and nothing outside."""

import bz2
import lzma
import os
from pathlib import Path

import pytest

from sayso.ingest import IngestOptions, Limits
from tests.ingest import builders as make
from tests.ingest.reading import HERE, read, results, stated

WORDS = make.TEXT.encode()


def test_members_come_by_name_with_their_sidecars(tmp_path: Path) -> None:
    members = {
        "b.txt": WORDS,
        "a/a.txt": WORDS,
        "b.meta.json": b'{"outlet": "B"}',
        "a/a.txt.meta.json": b'{"publisher": "A"}',
        ".hidden.txt": WORDS,
    }
    for name, content in (("x.zip", make.zipped(members)), ("x.tar", make.tarred(members, "w")), ("x.tgz", make.tarred(members))):
        (tmp_path / name).write_bytes(content)
        found, rejections = read(tmp_path / name)
        assert {d.doc: d.outlet for d in found} == {"a": "A", "b": "B"}
        assert not rejections
        assert next(g.capture.address for g in results(tmp_path / name) if g.capture).startswith(f"{tmp_path / name}!")


@pytest.mark.parametrize(("suffix", "pack"), [("gz", make.gzipped), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_packed_files_of_any_kind(suffix: str, pack: "object", tmp_path: Path) -> None:
    packed = {f"report.txt.{suffix}": WORDS, f"rows.jsonl.{suffix}": make.jsonl(), f"rows.csv.{suffix}": make.delimited(), f"in.tar.{suffix}": make.tarred({"deep.txt": WORDS}, "w"),
              f"pages.html.{suffix}": make.html(), f"box.mbox.{suffix}": make.mbox([make.eml()])}  # fmt: skip
    for name, content in packed.items():
        (tmp_path / name).write_bytes(pack(content))  # type: ignore[operator]
        found, rejections = read(tmp_path / name)
        assert found, name
        assert not rejections, name
    assert [d.doc for d in read(tmp_path / f"report.txt.{suffix}")[0]] == ["report"]
    assert [d.doc for d in read(tmp_path / f"in.tar.{suffix}")[0]] == ["deep"]


def test_archives_in_archives_to_the_third_level(tmp_path: Path) -> None:
    content = WORDS
    for name in ("deep.txt", "inner.zip", "middle.zip"):
        content = make.zipped({name: content})
    (tmp_path / "outer.zip").write_bytes(content)
    assert [d.doc for d in read(tmp_path / "outer.zip")[0]] == ["deep"]
    (tmp_path / "more.zip").write_bytes(make.zipped({"outer.zip": content}))
    assert [r.code for r in read(tmp_path / "more.zip")[1]] == ["nested"]


def test_a_bad_member_loses_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(make.zipped({"a.txt": WORDS, "../b.txt": WORDS, "c.pdf": b"%PDF-1.4 cut", "d.txt": WORDS}))
    found, rejections = read(tmp_path / "x.zip")
    assert [d.doc for d in found] == ["a", "d"]
    assert sorted(r.code for r in rejections) == ["broken", "unsafe-path"]


def test_members_before_the_damage_are_kept(tmp_path: Path) -> None:
    many = {f"{i:02}.txt": os.urandom(300).hex().encode() for i in range(60)}
    (tmp_path / "x.tar.gz").write_bytes(make.tarred(many)[:-4000])
    found, rejections = read(tmp_path / "x.tar.gz")
    assert 10 < len(found) < 60
    assert [r.code for r in rejections] == ["broken"]
    warc = make.warc([(f"https://a.example/{i}", make.html()) for i in range(4)])
    (tmp_path / "x.warc.gz").write_bytes(warc[: len(warc) * 3 // 4 - 40])
    found, rejections = read(tmp_path / "x.warc.gz")
    assert [d.doc for d in found][:2] == ["x-1", "x-2"]
    assert rejections


def test_a_web_archive_keeps_address_headers_and_time(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(make.warc([("https://monitor.example/raid", make.html())]))
    (got, *_) = [g for g in results(tmp_path / "x.warc.gz") if g.documents]
    assert got.capture is not None
    assert got.capture.address == f"{tmp_path / 'x.warc.gz'}!https://monitor.example/raid"
    assert got.capture.retrieved == "2016-03-04T06:30:00Z"
    assert ("Content-Type", "text/html; charset=utf-8") in got.capture.headers
    assert stated(got.documents[0], "address") == ("https://monitor.example/raid", "warc:address")


def test_a_web_archive_counts_what_is_no_page(tmp_path: Path) -> None:
    parts = (
        make.warc([("https://a.example/p.gif", b"GIF89a")], "image/gif")
        + make.warc([("https://a.example/", make.html())])
        + make.warc([("https://a.example/gone", b"Gone")], status="404 Not Found")
    )
    (tmp_path / "x.warc.gz").write_bytes(parts)
    got = results(tmp_path / "x.warc.gz")
    assert [d.doc for g in got for d in g.documents] == ["x"]
    assert sum(g.skipped for g in got) == 2


def test_a_box_of_messages_is_parted_where_messages_begin(tmp_path: Path) -> None:
    body = "One paragraph.\n\nFrom here on nobody knows what happened in the valley, or why.\n\nThe third."
    (tmp_path / "x.mbox").write_bytes(make.mbox([make.eml(body), make.eml(make.OTHER_TEXT)]))
    found, _ = read(tmp_path / "x.mbox")
    assert [(d.doc, d.text) for d in found] == [("x-1", body + "\n"), ("x-2", make.OTHER_TEXT + "\n")]


def test_an_attachment_stands_for_itself_under_the_messages_name(tmp_path: Path) -> None:
    attached = (("report.docx", make.docx([("", w) for w in make.OTHER_BODY])), ("rows.csv", make.delimited()))
    (tmp_path / "mail.eml").write_bytes(make.eml(attachments=attached))
    found, rejections = read(tmp_path / "mail.eml")
    assert [d.doc for d in found] == ["mail", "mail-attachment-1", "raid", "dam"]
    assert not rejections


# -- folders ---------------------------------------------------------------------------------------------------------------


def test_folders_are_read_by_name_to_the_bottom(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/deep/er/y.txt", "c/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(WORDS)
    assert [d.doc for d in read(tmp_path)[0]] == ["y", "z", "b", "x"]


def test_the_pictures_of_a_saved_page_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "raid.html").write_bytes(make.html())
    (tmp_path / "raid_files").mkdir()
    (tmp_path / "raid_files" / "a.js").write_text("x")
    got = results(tmp_path)
    assert [d.doc for g in got for d in g.documents] == ["raid"]
    assert sum(g.skipped for g in got) == 1
    assert not [r for g in got for r in g.rejections]
    (tmp_path / "x.zip").write_bytes(make.zipped({"p/raid.html": make.html(), "p/raid_files/a.js": b"x"}))
    assert not read(tmp_path / "x.zip")[1]


def test_links_out_of_the_folder_and_in_circles_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.txt").write_bytes(WORDS)
    (inside / "real.txt").write_bytes(WORDS)
    (inside / "alias.txt").symlink_to(inside / "real.txt")
    (inside / "leak.txt").symlink_to(outside / "secret.txt")
    (inside / "circle").symlink_to(inside)
    (inside / "gone.txt").symlink_to(inside / "nothing.txt")
    os.mkfifo(inside / "pipe.txt")
    found, rejections = read(inside)
    assert [d.doc for d in found] == ["alias", "real"]
    assert {Path(r.address).name: r.code for r in rejections} == {
        "leak.txt": "not-a-file",
        "circle": "not-a-file",
        "gone.txt": "not-found",
        "pipe.txt": "not-a-file",
    }


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    assert [r.code for r in read(tmp_path / "none.txt")[1]] == ["not-found"]
    assert [r.code for r in read("nul\x00.txt")[1]] == ["unreadable"]
    assert [r.code for r in read("/dev/zero")[1]] == ["not-a-file"]
    (tmp_path / "a.meta.json").write_text("{}")
    assert [r.code for r in read(tmp_path / "a.meta.json")[1]] == ["sidecar"]


# -- sidecars and what the user gives --------------------------------------------------------------------------------------


def test_the_order_of_given_record_sidecar_and_text(tmp_path: Path) -> None:
    (tmp_path / "raid.txt").write_text(f"{make.TITLE}\n\nLantern News Service, 4 March 2016\n\n{make.TEXT}")
    assert stated(read(tmp_path / "raid.txt")[0][0], "outlet") == ("Lantern News Service", "text:masthead")
    (tmp_path / "raid.meta.json").write_text('{"publisher": "Sidecar", "published": "2016-03-05", "language": "en"}')
    document = read(tmp_path / "raid.txt")[0][0]
    assert stated(document, "outlet") == ("Sidecar", "sidecar:outlet")
    assert stated(document, "published") == ("2016-03-05", "sidecar:published")
    given = IngestOptions(workers=0, outlet="Given", published="6 March 2016", title="T")
    document = read(tmp_path / "raid.txt", given)[0][0]
    assert [stated(document, n) for n in ("outlet", "published", "title")] == [
        ("Given", "given"),
        ("2016-03-06", "given"),
        ("T", "given"),
    ]
    assert stated(document, "language") == ("en", "sidecar:language")


@pytest.mark.parametrize(
    ("sidecar", "code"),
    [
        ("{", "bad-sidecar"),
        ("[]", "bad-sidecar"),
        ('{"published": "1/2/2016"}', "ambiguous-date"),
        ("[" * 100_000, "bad-sidecar"),
    ],
)
def test_a_sidecar_that_is_wrong_is_said(sidecar: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "raid.txt").write_bytes(WORDS)
    (tmp_path / "raid.meta.json").write_text(sidecar)
    found, rejections = read(tmp_path / "raid.txt")
    assert not found
    assert [r.code for r in rejections] == [code]


# -- limits ----------------------------------------------------------------------------------------------------------------


def test_what_is_larger_than_a_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(WORDS * 40)
    (tmp_path / "x.zip").write_bytes(make.zipped({"a.txt": WORDS * 40, "b.txt": WORDS}, stored=True))
    small = IngestOptions(workers=0, limits=Limits(leaf_bytes=2000))
    assert [r.code for r in read(tmp_path / "a.txt", small)[1]] == ["too-large"]
    found, rejections = read(tmp_path / "x.zip", small)
    assert ([d.doc for d in found], [r.code for r in rejections]) == (["b"], ["too-large"])
    few = IngestOptions(workers=0, limits=Limits(members=1))
    assert [r.code for r in read(tmp_path / "x.zip", few)[1]] == ["bomb"]
    short = IngestOptions(workers=0, limits=Limits(text_chars=100))
    assert [r.code for r in read(tmp_path / "a.txt", short)[1]] == ["too-large"]


def test_a_table_larger_than_a_document_may_be_is_read_as_a_stream(tmp_path: Path) -> None:
    rows = make.jsonl([{"id": str(i), "text": make.TEXT} for i in range(50)])
    small = IngestOptions(workers=0, limits=Limits(leaf_bytes=2000))
    for name, content in (
        ("a.jsonl", rows),
        ("b.zip", make.zipped({"in.jsonl": rows}, stored=True)),
        ("c.gz", make.gzipped(rows)),
    ):
        (tmp_path / name).write_bytes(content)
        got = results(tmp_path / name, small)
        assert sum(len(g.documents) for g in got) == 50, name
        capture = got[0].capture
        assert capture is not None
        assert (capture.size, capture.content, len(capture.sha256)) == (len(rows), None, 64)


def test_an_endless_standard_input_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    class Stdin:
        class buffer:
            @staticmethod
            def read(size: int) -> bytes:
                return b"again and again " * (size // 16)

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert [r.code for r in read("-", IngestOptions(workers=0, limits=Limits(input_bytes=5_000_000)))[1]] == ["too-large"]


def test_temporary_files_are_gone_when_they_have_been_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    rows = {f"{i}.jsonl": make.jsonl([{"id": f"{i}-{n}", "text": make.TEXT} for n in range(20)]) for i in range(9)}
    (tmp_path / "x.zip").write_bytes(make.zipped(rows, stored=True))
    most = 0
    for _ in read(tmp_path / "x.zip", IngestOptions(workers=0, limits=Limits(leaf_bytes=1000)))[0]:
        pass
    from sayso.ingest import ingest

    for _ in ingest([str(tmp_path / "x.zip")], IngestOptions(workers=0, limits=Limits(leaf_bytes=1000))):
        most = max(most, sum(1 for p in spool.rglob("*") if p.is_file()))
    assert most <= 2
    assert not list(spool.iterdir())


def test_a_file_is_as_it_was_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(make.gzipped(make.jsonl()))
    before = path.read_bytes()
    read(path, HERE)
    assert path.read_bytes() == before
