"""A demo's settings are options: every field of its Config, with its type and its reason."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from demos.lab import cli, runner, script, settings

ROOT = Path(__file__).resolve().parents[3]
DEMOS = script.discover(ROOT / "demos")
every_demo = pytest.mark.parametrize("name", DEMOS)


def parser_of(name: str) -> argparse.ArgumentParser:
    parser = cli.options(cli.Parser())
    settings.add(parser, settings.of(script.read(DEMOS[name])))
    return parser


@every_demo
def test_the_options_are_the_fields_of_the_config_with_their_defaults(name: str) -> None:
    config = runner.load(DEMOS[name]).module.Config
    read = [(s.name, s.kind, s.default) for s in settings.of(script.read(DEMOS[name]))]
    assert read == [(field.name, field.type, field.default) for field in fields(config)]


@every_demo
def test_help_gives_each_setting_its_reason(name: str) -> None:
    text = " ".join(parser_of(name).format_help().split())
    for setting in settings.of(script.read(DEMOS[name])):
        assert len(setting.reason) >= 8, setting.name
        assert setting.option in text
        assert "".join(setting.reason.split()) in "".join(text.split()), setting.name


@every_demo
def test_a_value_that_is_given_comes_back_with_its_type_and_the_rest_stays_absent(
    name: str,
) -> None:
    parser = parser_of(name)
    shared = set(vars(parser.parse_args([])))
    for setting in settings.of(script.read(DEMOS[name])):
        words, value = given(setting)
        asked = vars(parser.parse_args(words))
        assert asked[setting.name] == value and type(asked[setting.name]) is type(value)
        assert asked.keys() - shared == {setting.name}


def given(setting: settings.Setting) -> tuple[list[str], Any]:
    """How another value than the default is written, and what it has to become."""
    match setting.default:
        case bool():
            flag = setting.option if not setting.default else f"--no-{setting.option[2:]}"
            return [flag], not setting.default
        case int() if setting.kind == "int":
            return [setting.option, str(setting.default + 1)], setting.default + 1
        case float() | int():
            return [setting.option, "0.125"], 0.125
        case str():
            return [setting.option, "other"], "other"
        case tuple():
            return [setting.option, "3,5"], (3, 5)
    raise AssertionError(f"{setting.name}: no example of {setting.kind}")


def test_a_setting_of_a_kind_that_has_no_option_is_named() -> None:
    odd = settings.Setting("odd", "dict[str, int]", {}, "for this test")
    with pytest.raises(TypeError) as caught:
        settings.add(argparse.ArgumentParser(), [odd])
    assert str(caught.value) == "odd: no option can be made of dict[str, int]"
