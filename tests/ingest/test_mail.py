"""Mail: who wrote what and when; what it answers stays text, but is not its sender's word."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.models import DateKind, ReadError

BODY = """\
The number of patrols in Saltmere fell by 12 per cent last year, Chief Inspector
Ann Pole told me. The port recorded 1,204 thefts.

On Mon, 4 May 2020 at 10:12, Ben Hollis <ben@board.example> wrote:
> Members lost 340 boats in the winter, and the board paid £2m for
> them.
> “We had no choice,” said Mary Dunn.

-- \n\
Joe Marsh
Saltmere Boat Owners, 1,250 members
"""


def mail(body: str = BODY, *, html: str = "", files: int = 0, **headers: str) -> bytes:
    message = EmailMessage()
    given = {
        "From": "Joe Marsh <joe@boats.example>",
        "Subject": "Re: Patrols",
        "Date": "Tue, 05 May 2020 09:30:00 +0100",
    }
    for name, words in {**given, **headers}.items():
        message[name] = words
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for number in range(files):
        message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename=f"quay{number + 1}.png")
    return message.as_bytes()


def test_a_mail_has_its_subject_sender_and_date() -> None:
    document = read(mail(), "patrols.eml")
    assert (document.title, document.publisher, document.byline) == ("Patrols", None, "Joe Marsh")
    (dated,) = document.metadata_dates
    assert (dated.kind, dated.value, dated.text) == (
        DateKind.PUBLISHED,
        "2020-05-05",
        "Tue, 05 May 2020 09:30:00 +0100",
    )
    assert document.media_type == "message/rfc822" and document.text == BODY


def test_quoted_mail_and_the_signature_are_text_but_not_the_sender_s_word() -> None:
    claims = extract(read(mail(), "patrols.eml").text).claims
    assert [(" ".join(claim.text.split()), claim.speaker) for claim in claims] == [
        ("The number of patrols in Saltmere fell by 12 per cent last year", "Ann Pole"),
        ("The port recorded 1,204 thefts.", None),
        ("We had no choice", "Mary Dunn"),
    ]


def test_a_mail_sent_on_is_not_its_sender_s_word() -> None:
    text = "See below.\n\n---- Forwarded message ----\nFrom: Ann Pole\n\nThefts fell by 12 per cent.\n"
    assert extract(read(mail(text), "on.eml").text).claims == ()


def test_plain_text_is_preferred_and_html_read_where_it_is_alone() -> None:
    page = "<html><body><p>Burglary fell by a tenth in Thornwick, the council said on Monday.</p></body></html>"
    assert read(mail("It rained.", html=page), "a.eml").text.strip() == "It rained."
    alone = mail().split(b"\n\n")[0].replace(b"text/plain", b"text/html") + b"\n\n" + page.encode()
    assert "Burglary fell by a tenth" in read(alone, "a.eml").text


@pytest.mark.parametrize(
    ("files", "note"),
    [
        (0, None),
        (1, "The mail has 1 attached file, not read: “quay1.png”."),
        (
            7,
            "The mail has 7 attached files, not read: “quay1.png”, “quay2.png”, “quay3.png”, "
            "“quay4.png”, “quay5.png” and 2 more.",
        ),
    ],
)
def test_attached_files_are_named_and_not_read(files: int, note: str | None) -> None:
    assert read(mail(files=files), "a.eml").notes == ((note,) if note else ())


def test_a_flowed_mail_has_the_lines_its_writer_ended() -> None:
    raw = (
        b"From: a@b.example\nContent-Type: text/plain; format=flowed\n\n"
        b"The board met \non the quay.\n> It \n> rained.\nYes.\n-- \nJoe\n"
    )
    assert read(raw, "a.eml").text == "The board met on the quay.\n> It rained.\nYes.\n-- \nJoe"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no mail at all", "a.eml is no mail: it begins with no sender, subject or date."),
        (b"From: a@b.example\n\n", "a.eml holds no text."),
        (b"From: a@b.example\nContent-Type: image/png\n\nx", "a.eml holds no text a mail could have."),
    ],
)
def test_what_holds_no_mail_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read(data, "a.eml")
    assert refusal.value.message == sentence


@pytest.mark.parametrize("date", ["yesterday", "Tue, 99 May 2020", ""])
def test_a_date_that_is_none_is_not_guessed(date: str) -> None:
    raw = f"From: a@b.example\nDate: {date}\n\nIt rained.".encode()
    assert read(raw, "a.eml").metadata_dates == ()
