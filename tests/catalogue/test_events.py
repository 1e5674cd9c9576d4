"""Tests of events by date in UK time: coming ones first, past ones apart, on every night of the year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from gateway.catalogue.items.term_links import format_time
from gateway.catalogue.models import Item, Kind
from resources.publications.presentation import get_times
from tests.factories import make_publication

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
NIGHTS = {
    "clocks go back, the first half past one": (datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=0), "00:30"),
    "clocks go back, the second half past one": (datetime(2027, 10, 31, 1, 30, tzinfo=LONDON, fold=1), "01:30"),
    "clocks go forward, just before": (datetime(2027, 3, 28, 0, 59, tzinfo=LONDON), "00:59"),
    "clocks go forward, just after": (datetime(2027, 3, 28, 2, 0, tzinfo=LONDON), "01:00"),
    "summer": (datetime(2027, 7, 1, 9, 0, tzinfo=LONDON), "08:00"),
    "winter": (datetime(2027, 1, 11, 9, 0, tzinfo=LONDON), "09:00"),
    "new year": (datetime(2027, 12, 31, 23, 30, tzinfo=LONDON), "23:30"),
    "leap day": (datetime(2028, 2, 29, 12, 0, tzinfo=LONDON), "12:00"),
}


def make_event(title, starts_in, lasts=1, **fields):
    """Return an event that starts in `starts_in` hours and lasts `lasts` hours."""
    starts_at = timezone.now() + timedelta(hours=starts_in)
    return make_publication(
        title, kind=Kind.EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(hours=lasts), **fields
    )


@pytest.fixture
def five():
    make_event("Later", 48)
    make_event("Soon", 24)
    make_event("Running", -1, lasts=2)
    make_event("Over", -24)
    make_event("Long over", -480)


def titles(client, address):
    return [item.title for item in client.get(address).context["found"].items]


def test_coming_events_stand_by_date_the_next_one_first(client, five):
    assert titles(client, "/events/") == ["Running", "Soon", "Later"]


def test_past_events_stand_apart_the_latest_first(client, five):
    assert titles(client, "/events/?when=past") == ["Over", "Long over"]


def test_a_list_of_events_says_how_it_is_sorted(client, five):
    orders = [client.get(address).context["found"].sorts[0].label for address in ("/events/", "/events/?when=past")]

    assert orders == ["Soonest first", "Latest first"]


def test_events_can_be_sorted_otherwise(client, five):
    assert titles(client, "/events/?sort=title") == ["Later", "Running", "Soon"]
    assert titles(client, "/events/?when=past&sort=title") == ["Long over", "Over"]


def test_the_choice_is_kept_from_coming_to_past(client, five):
    times = client.get("/events/?phase=primary&page=2").context["times"]

    assert [(time.label, time.url) for time in times] == [
        ("Upcoming", "/events/?phase=primary"),
        ("Past", "/events/?phase=primary&when=past"),
    ]


def test_a_filter_on_past_events_leads_to_past_events(client, five):
    page = client.get("/events/?when=past").content.decode()

    assert '<input type="hidden" name="when" value="past">' in page


def test_an_unknown_time_means_the_coming_ones(client, five):
    assert titles(client, "/events/?when=yesterday") == ["Running", "Soon", "Later"]


def test_the_home_page_shows_the_next_four(client, five):
    make_event("Much later", 480)
    make_event("Last", 960)

    assert [item.title for item in client.get("/").context["coming"]] == ["Running", "Soon", "Later", "Much later"]


def test_a_focus_area_shows_the_next_events_and_counts_only_those(client):
    make_event("Later", 48, focus_areas=["leadership"])
    make_event("Soon", 24, focus_areas=["leadership"])
    make_event("Over", -24, focus_areas=["leadership"])

    shelves = client.get("/focus-areas/leadership/").context["shelves"]

    (shelf,) = [shelf for shelf in shelves if shelf.kind == Kind.EVENT]
    assert (shelf.count, [item.title for item in shelf.items]) == (2, ["Soon", "Later"])


@pytest.mark.parametrize(
    ("starts", "lasts", "expected"),
    [
        ((16, 0), 90, [("Day", "Monday 11 January 2027"), ("Time", "4pm to 5.30pm, UK time")]),
        ((9, 30), 150, [("Day", "Monday 11 January 2027"), ("Time", "9.30am to midday, UK time")]),
        (
            (9, 0),
            24 * 60,
            [("Starts", "Monday 11 January 2027, 9am"), ("Ends", "Tuesday 12 January 2027, 9am, UK time")],
        ),
    ],
)
def test_the_time_of_an_event_is_put_as_people_write_it(starts, lasts, expected):
    starts_at = datetime(2027, 1, 11, starts[0], starts[1], tzinfo=LONDON)
    event = make_publication(kind=Kind.EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=lasts))

    assert get_times(event) == expected


def test_a_card_of_an_event_says_the_day_and_the_time(client):
    starts_at = datetime(2099, 7, 1, 16, 30, tzinfo=LONDON)
    make_publication("Far", kind=Kind.EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

    assert "Wednesday, 4.30pm\xa0· " in client.get("/events/").content.decode()


def test_the_page_of_a_past_event_says_so_and_takes_no_bookings(client):
    make_event("Over", -24, booking_url="https://example.org/book")

    page = client.get("/resources/over/").content.decode()

    assert "This event is over." in page
    assert "Book a place" not in page


def test_the_page_of_a_coming_event_has_its_booking_and_calendar(client):
    make_event("Soon", 24, booking_url="https://example.org/book", venue="The hall")

    page = client.get("/resources/soon/").content.decode()

    assert 'href="https://example.org/book"' in page
    assert "Book a place" in page
    assert 'href="/resources/soon/calendar.ics"' in page
    assert "Online, and at The hall" in page


@pytest.mark.parametrize("night", NIGHTS)
def test_a_page_shows_the_clock_of_london(client, night):
    starts_at, _ = NIGHTS[night]
    make_publication("Night", kind=Kind.EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))

    page = client.get("/resources/night/").content.decode()

    assert f"{starts_at:%A} {starts_at.day} {starts_at:%B %Y}" in page
    assert format_time(starts_at) in page
    assert f'datetime="{starts_at.isoformat()}"' in page


@pytest.mark.parametrize("night", NIGHTS)
def test_a_calendar_has_the_moment_itself(client, night):
    starts_at, utc = NIGHTS[night]
    ends_at = starts_at.astimezone(UTC) + timedelta(hours=2)
    make_publication("Night", kind=Kind.EVENT, starts_at=starts_at, ends_at=ends_at)

    (event,) = Calendar.from_ical(client.get("/resources/night/calendar.ics").content).walk("VEVENT")

    assert f"{event.decoded('dtstart').astimezone(UTC):%H:%M}" == utc
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)


def test_an_event_through_the_night_that_has_25_hours_is_as_long_as_it_is():
    starts_at, ends_at = (datetime(2027, 10, 31, hour, 30, tzinfo=LONDON) for hour in (0, 3))

    event = make_publication(kind=Kind.EVENT, starts_at=starts_at, ends_at=ends_at)

    event.refresh_from_db()
    assert event.ends_at
    assert event.starts_at
    assert event.ends_at - event.starts_at == timedelta(hours=4)


def test_an_event_ends_when_it_ends():
    event = make_event("Soon", 24)
    now = timezone.now()

    Item.objects.filter(pk=event.pk).update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(seconds=1))

    assert [item.title for item in Item.objects.past()] == ["Soon"]
    assert not Item.objects.coming().exists()
