"""Settings: a safe default for each, a sentence for each mistake, and no secret where it could be read."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from flask.cli import FlaskGroup

from app import create_app
from complaints.infrastructure import instance_secrets
from complaints.infrastructure.instance_secrets import KeysUnreadable, kept_keys
from complaints.infrastructure.setting_types import PROJECT
from config import SETTINGS, SettingMissing, SettingWrong, flask_config, read_settings
from tests.laws.tree import ROOT

KEY, OLDER_KEY = (Fernet.generate_key().decode() for _ in range(2))
SECRET = "sixteen-or-more-characters"


@pytest.fixture
def env(tmp_path):
    return {"SHOUWEN_INSTANCE": str(tmp_path / "instance")}


@pytest.fixture
def production(env):
    return env | {
        "SHOUWEN_PRODUCTION": "1",
        "SHOUWEN_SECRET_KEY": SECRET,
        "SHOUWEN_PII_KEYS": KEY,
        "SHOUWEN_RATELIMIT_STORAGE": "redis://127.0.0.1:6379",
        "SHOUWEN_PUBLIC_URL": "https://complaints.example",
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda row: row.name)
def test_every_setting_has_a_sentence_and_people_can_read_it(setting):
    pages = (ROOT / "docs" / "settings.md").read_text("utf8")
    default = f"`{setting.default}`" if setting.default else "–"

    assert setting.sentence.endswith(".")
    assert f"| `{setting.variable}` | {default} | {setting.sentence} |" in pages


def test_nothing_need_be_set(env, tmp_path):
    settings = read_settings(env)

    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'shouwen.sqlite'}"
    assert (settings.host, settings.port, settings.production) == ("127.0.0.1", 8000, False)
    assert len(settings.secret_key) >= 32
    assert len(settings.pii_keys) == 1
    assert settings.demo_password


def test_an_empty_variable_counts_as_not_set(env):
    assert read_settings(env | {"SHOUWEN_PORT": " "}).port == 8000


def test_a_relative_instance_folder_starts_at_the_project(env):
    given = {"SHOUWEN_SECRET_KEY": SECRET, "SHOUWEN_PII_KEYS": KEY, "SHOUWEN_DEMO_PASSWORD": "lantern"}

    assert read_settings(given | {"SHOUWEN_INSTANCE": "elsewhere"}).instance == PROJECT / "elsewhere"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_addresses_get_the_driver_that_is_installed(env, scheme):
    settings = read_settings(env | {"SHOUWEN_DATABASE_URL": f"{scheme}://lin:lotus@db/shouwen"})

    assert settings.database_url == "postgresql+psycopg://lin:lotus@db/shouwen"


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("PORT", "0", "'0'; it should be a whole number from 1 to 65535"),
        ("PORT", "8000a", "a whole number"),
        ("PORT", "８０００", "a whole number"),
        ("PRODUCTION", "maybe", "1 or 0"),
        ("STATUS_RATE", "often", "a rate such as '60 per minute'"),
        ("LOG_LEVEL", "loud", "one of DEBUG, INFO"),
        ("PUBLIC_URL", "complaints.example", "begins with https://"),
        ("DATABASE_URL", "shouwen.db", "an address such as postgresql://"),
        pytest.param("PII_KEYS", f"{KEY},nonsense", "Fernet keys separated by commas", id="one key of two"),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_be_right(env, name, value, right):
    with pytest.raises(SettingWrong) as refusal:
        read_settings(env | {f"SHOUWEN_{name}": value})

    assert str(refusal.value).startswith(f"SHOUWEN_{name} ")
    assert right in str(refusal.value)


def test_a_wrong_secret_is_not_repeated(env):
    with pytest.raises(SettingWrong) as refusal:
        read_settings(env | {"SHOUWEN_PII_KEYS": "hunter2"})

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("missing", ["SHOUWEN_SECRET_KEY", "SHOUWEN_PII_KEYS"])
def test_a_production_start_without_its_secrets_is_refused(production, missing):
    del production[missing]

    with pytest.raises(SettingMissing, match=f"needs {missing};"):
        read_settings(production)


def test_a_production_start_with_a_short_secret_is_refused(production):
    with pytest.raises(SettingWrong, match="at least 16 characters"):
        read_settings(production | {"SHOUWEN_SECRET_KEY": "short"})


@pytest.mark.parametrize(
    ("weak", "sentence"),
    [
        ({"SHOUWEN_SECRET_KEY": "a" * 16}, "repeats itself"),
        ({"SHOUWEN_SECRET_KEY": "abab" * 10}, "repeats itself"),
        ({"SHOUWEN_SECRET_KEY": KEY}, "also one of SHOUWEN_PII_KEYS"),
        ({"SHOUWEN_SECRET_KEY": OLDER_KEY, "SHOUWEN_PII_KEYS": f"{KEY},{OLDER_KEY}"}, "also one of"),
        ({"SHOUWEN_RATELIMIT_STORAGE": "memory://"}, "SHOUWEN_RATELIMIT_STORAGE is memory://"),
        ({"SHOUWEN_RATELIMIT_STORAGE": ""}, "SHOUWEN_RATELIMIT_STORAGE is memory://"),
        ({"SHOUWEN_PUBLIC_URL": ""}, "SHOUWEN_PUBLIC_URL is not set"),
        ({"SHOUWEN_GUESS_RATE": "1000000 per second"}, "SHOUWEN_GUESS_RATE allows more than 2 tries"),
        ({"SHOUWEN_LOGIN_RATE": "300 per minute"}, "SHOUWEN_LOGIN_RATE allows more"),
    ],
)
def test_weak_production_start_is_refused_with_its_sentence(production, weak, sentence):
    with pytest.raises(SettingWrong, match=sentence):
        read_settings(production | weak)


def test_all_weak_settings_are_named_at_once(production):
    weak = {"SHOUWEN_SECRET_KEY": "a" * 16, "SHOUWEN_PUBLIC_URL": "", "SHOUWEN_RATELIMIT_STORAGE": ""}

    with pytest.raises(SettingWrong) as refusal:
        read_settings(production | weak)

    assert all(name in refusal.value.message for name in weak)


def test_foreign_host_is_not_answered_in_production(production):
    config = flask_config(read_settings(production))

    assert config["TRUSTED_HOSTS"][0] == "complaints.example"
    assert (
        flask_config(read_settings({"SHOUWEN_INSTANCE": production["SHOUWEN_INSTANCE"]}))["TRUSTED_HOSTS"]
        is None
    )


def test_a_refused_production_start_makes_no_secrets(production, tmp_path):
    del production["SHOUWEN_SECRET_KEY"]

    with pytest.raises(SettingMissing):
        read_settings(production)

    assert not (tmp_path / "instance").exists()


def test_a_command_that_cannot_start_says_the_sentence_and_nothing_else(production):
    del production["SHOUWEN_PII_KEYS"]
    commands = FlaskGroup(create_app=lambda: create_app(production), load_dotenv=False)

    said = CliRunner().invoke(commands, ["sweep"])

    sentence = "A production start needs SHOUWEN_PII_KEYS; docs/settings.md says how to make them."
    assert (said.exit_code, said.output) == (1, f"Error: {sentence}\n")


def test_production_has_no_demo_password_unless_it_is_given_one(production):
    assert read_settings(production).demo_password == ""


def test_secrets_stay_out_of_the_repr(production):
    urls = {
        "SHOUWEN_DATABASE_URL": "postgresql://lin:lotus@db/shouwen",
        "SHOUWEN_OFFICER_NOTICE_URL": "json://lotus",
    }

    shown = repr(read_settings(production | urls))

    assert not any(secret in shown for secret in (SECRET, KEY, "lotus"))


def test_given_secrets_are_used_and_the_rest_is_made(env):
    settings = read_settings(env | {"SHOUWEN_SECRET_KEY": SECRET})

    assert settings.secret_key == SECRET
    assert settings.pii_keys == (kept_keys(settings.instance).pii_key,)


def test_an_instance_keeps_the_secrets_it_made(env):
    assert read_settings(env) == read_settings(env)


def test_made_secrets_are_their_owners_alone(tmp_path):
    kept_keys(tmp_path / "instance")

    [file] = (tmp_path / "instance").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("secrets.json", 0o600)
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_two_starts_at_once_agree_on_one_set_of_secrets(tmp_path):
    with ThreadPoolExecutor(16) as starts:
        made = set(starts.map(lambda _: kept_keys(tmp_path).secret_key, range(64)))

    assert len(made) == 1


def test_whoever_wrote_the_secrets_first_wins(tmp_path, monkeypatch):
    make_new = instance_secrets._new_keys
    first = make_new()

    def late():
        monkeypatch.setattr(instance_secrets, "_new_keys", lambda: first)
        kept_keys(tmp_path)  # another process comes between our look at the folder and our file
        return make_new()

    monkeypatch.setattr(instance_secrets, "_new_keys", late)

    assert kept_keys(tmp_path) == first


@pytest.mark.parametrize("text", ["", "[]", '{"secret_key": "x"}', '{"secret_key": "x", "pii_key'])
def test_a_damaged_file_of_secrets_is_never_replaced(tmp_path, text):
    file = tmp_path / "secrets.json"
    file.write_text(text)

    with pytest.raises(KeysUnreadable, match=r"secrets\.json is damaged"):
        kept_keys(tmp_path)

    assert file.read_text() == text


def test_the_made_password_and_keys_are_not_the_same_everywhere(tmp_path):
    here, there = (vars(kept_keys(tmp_path / name)) for name in ("here", "there"))

    assert all(here[name] != there[name] for name in here)
    assert json.loads((tmp_path / "here" / "secrets.json").read_text()) == here


@pytest.mark.parametrize(
    ("settings", "secure"),
    [
        ({}, True),
        ({"SHOUWEN_PUBLIC_URL": "https://complaints.example"}, True),
        ({"SHOUWEN_PUBLIC_URL": "http://intranet.example"}, False),
        ({"SHOUWEN_PRODUCTION": "0"}, False),
    ],
)
def test_cookies_of_a_production_site_travel_over_https(production, settings, secure):
    assert flask_config(read_settings(production | settings))["SESSION_COOKIE_SECURE"] is secure


def test_flask_is_told_what_the_settings_say(production):
    settings = read_settings(
        production
        | {
            "SHOUWEN_PII_KEYS": f"{KEY}, {OLDER_KEY}",
            "SHOUWEN_TOKEN_HOURS": "2",
            "SHOUWEN_MAX_UPLOAD_MB": "3",
        }
    )

    config = flask_config(settings)

    assert config["SHOUWEN"] is settings
    assert config["SECRET_KEY"] == SECRET
    assert config["SECURITY_TOKEN_MAX_AGE"] == 7200
    assert config["MAX_CONTENT_LENGTH"] == 3 * 1024 * 1024
    assert config["SECURITY_TOTP_SECRETS"] == {"2": KEY, "1": OLDER_KEY}


def test_the_project_folder_is_the_one_with_the_settings():
    assert Path(PROJECT, "config.py").is_file()
