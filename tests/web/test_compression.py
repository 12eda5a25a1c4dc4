"""Answers are small, and the same for a client that cannot unpack them."""

from __future__ import annotations

import gzip
import re
import zlib

import pytest

PACKED = {"Accept-Encoding": "gzip, deflate"}  # as browsers ask where the address is not https


@pytest.fixture
def client(house):
    return house.app.test_client()


def _sheet(client) -> str:
    return re.search(r'href="(/static/site.css\?v=\w+)"', client.get("/").text).group(1)


def test_a_page_comes_packed_to_who_can_unpack_it(client):
    plain, packed = client.get("/commitments"), client.get("/commitments", headers=PACKED)

    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert "服务承诺公示" in gzip.decompress(packed.data).decode() and "服务承诺公示" in plain.text
    assert len(packed.data) < len(plain.data) / 4
    assert packed.headers["Content-Length"] == str(len(packed.data))


def test_the_length_of_a_page_does_not_tell_what_is_on_it(client):
    answers = [client.get("/commitments", headers=PACKED) for _ in range(12)]
    assert len({len(one.data) + len(str(one.headers)) for one in answers}) > 3


def test_our_own_files_come_packed_and_may_be_kept_for_a_year(client):
    sheet = _sheet(client)
    packed = client.get(sheet, headers=PACKED)

    assert zlib.decompress(packed.data) == client.get(sheet).data
    assert "max-age=31536000" in packed.headers["Cache-Control"]
    again = client.get(sheet, headers={**PACKED, "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""


def test_a_part_of_a_file_is_sent_as_it_is(client):
    part = client.get(_sheet(client), headers={**PACKED, "Range": "bytes=0-9"})
    assert part.status_code == 206 and "Content-Encoding" not in part.headers and len(part.data) == 10


def test_answers_of_the_api_keep_their_exact_tags(client):
    answer = client.get("/api/v1/openapi.json", headers=PACKED)
    assert answer.status_code == 200 and "Content-Encoding" not in answer.headers


def test_a_head_has_no_body(client):
    answer = client.head("/commitments", headers=PACKED)
    assert answer.status_code == 200 and answer.data == b""
