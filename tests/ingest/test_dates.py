"""Dates of publication: ISO, written months, a form that the user gives; and an error where two readings are open."""

import pytest

from sayso.core import ConfigError
from sayso.ingest import IngestOptions, ingest
from sayso.ingest.dates import read_date, stated_date, with_offset
from sayso.ingest.rejections import Rejected

READ = [
    ("2016-03-04", "2016-03-04"), ("2016-03", "2016-03"), ("2016", "2016"), ("2016/03/04", "2016-03-04"), (" 2016-03-04 ", "2016-03-04"),
    ("2016-03-04T11:20:00+05:00", "2016-03-04T11:20:00+05:00"), ("2016-03-04T11:20Z", "2016-03-04T11:20:00Z"), ("2016-03-04 11:20:05", "2016-03-04T11:20:05"),
    ("2016-03-04T11:20:05.123456+0530", "2016-03-04T11:20:05+05:30"), ("2016-03-04T11:20:00+00:00", "2016-03-04T11:20:00Z"), ("2016-03-04T11:20:00-03", "2016-03-04T11:20:00-03:00"),
    ("2016-03-04 11:20:00 UTC", "2016-03-04T11:20:00Z"), ("March 4, 2016", "2016-03-04"), ("4 March 2016", "2016-03-04"), ("4th Mar. 2016", "2016-03-04"), ("Friday, March 4, 2016", "2016-03-04"),
    ("Fri, 04 Mar 2016 11:20:00 +0500", "2016-03-04T11:20:00+05:00"), ("04 Mar 2016 11:20:00 GMT", "2016-03-04T11:20:00Z"), ("Fri, 4 Mar 2016 11:20 EST", "2016-03-04T11:20:00-05:00"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "iso"), READ)
def test_a_date_is_read(value: str, iso: str) -> None:
    assert read_date(value) == iso


@pytest.mark.parametrize(
    "value", ["03/04/2016", "3/4/16", "03.04.2016", "03-04-2016", "13/04/2016", "04/13/2016", "03/04/2016 11:20"]
)
def test_numbers_in_another_order_need_a_form_and_the_message_says_so(value: str) -> None:
    with pytest.raises(Rejected) as no:
        read_date(value)
    assert no.value.code == "ambiguous-date"
    assert "--date-format" in no.value.reason
    assert value in no.value.reason
    assert stated_date(value) == ""


@pytest.mark.parametrize(("value", "form", "iso"), [("03/04/2016", "%d/%m/%Y", "2016-04-03"), ("3/4/2016", "%m/%d/%Y", "2016-03-04"),
                                                    ("03.04.2016 11:20", "%d.%m.%Y %H:%M", "2016-04-03T11:20:00"), ("2016-03-04", "%d/%m/%Y", "2016-03-04")])  # fmt: skip
def test_the_form_that_is_given_decides(value: str, form: str, iso: str) -> None:
    assert read_date(value, form) == iso


@pytest.mark.parametrize(
    "value",
    [
        "soon",
        "2016-02-30",
        "2016-13-01",
        "31 June 2016",
        "yesterday",
        "2016-03-04T25:00",
        "Fri, 31 Feb 2016 11:20:00 +0500",
        "99999999999999999999",
    ],
)
def test_what_is_no_date_is_said_to_be_none(value: str) -> None:
    with pytest.raises(Rejected) as no:
        read_date(value)
    assert no.value.code in ("bad-date", "ambiguous-date")


def test_a_form_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(Rejected, match="neither ISO nor of the form"):
        read_date("4 March 16", "%d/%m/%Y")


def test_a_local_time_gets_its_zone_from_the_instant() -> None:
    assert with_offset("2015-07-16T11:32:00", "1437024720") == "2015-07-16T11:32:00+06:00"
    assert with_offset("2015-07-16T11:32:00", "1437064320") == "2015-07-16T11:32:00-05:00"
    assert with_offset("2015-07-16T11:32:00", "x") == "2015-07-16T11:32:00"
    assert with_offset("nonsense", "1437024720") == ""


def test_a_date_that_the_user_gives_and_none_can_read_stops_the_call() -> None:
    with pytest.raises(ConfigError, match="03/04/2016"):
        ingest([], IngestOptions(published="03/04/2016"))


def test_an_unknown_format_stops_the_call() -> None:
    with pytest.raises(ConfigError, match="is not one of"):
        ingest([], IngestOptions(format="word"))
