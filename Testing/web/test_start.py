"""Starting the program: refusals before anything is served, and what it says of a host that others reach."""

import socket
import stat
import sys

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb.app import USUAL_PORT, _announce, _usable_port
from PCRPredictorWeb.launch import launch, write_redirect


def test_the_usual_port_or_a_free_one():
    assert _usable_port("127.0.0.1", None) > 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} of 127.0.0.1 cannot be used"):
            _usable_port("127.0.0.1", port)
    assert _usable_port("127.0.0.1", port) == port


@pytest.mark.skipif(sys.platform != "linux", reason="the address is unused on this test's machines only")
def test_a_foreign_address_is_refused():
    with pytest.raises(InputError, match=r"192\.0\.2\.1 does not let itself be listened on"):
        _usable_port("192.0.2.1", None)


@pytest.mark.parametrize("words", [["no-such-ct.nrrd"], ["--port", "99999"]])
def test_the_command_refuses_in_one_sentence(words, capsys):
    assert run(["app", "--no-browser", *words]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert words[-1] in said


def test_a_missing_package_names_its_extra(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "trame_slicer", None)
    assert run(["app", "--no-browser"]) == 2
    assert "pip install '.[web]'" in capsys.readouterr().err


def test_missing_drawing_libraries_are_named(monkeypatch, capsys):
    def broken(*_, **__):
        raise ImportError("libX11.so.6: cannot open shared object file")

    monkeypatch.setattr("PCRPredictorLib.cli.app.require", broken)
    assert run(["app", "--no-browser"]) == 2
    assert "apt install libx11-6 libegl1 libgl1-mesa-dri" in " ".join(capsys.readouterr().err.split())


def test_a_host_that_others_reach_is_warned_of(capsys):
    _announce("127.0.0.1", "http://127.0.0.1:8080/index.html?secret=x")
    assert capsys.readouterr().err == ""
    _announce("0.0.0.0", f"http://127.0.0.1:{USUAL_PORT}/index.html?secret=x")
    assert "not encrypted" in capsys.readouterr().err


def test_the_browser_is_told_a_private_file_and_never_the_token(session, monkeypatch):
    told = []
    monkeypatch.setattr("webbrowser.open", told.append)
    address = f"http://127.0.0.1:8080/{session.place}/index.html?secret={session.token}"
    page = write_redirect(address, session.new_folder())
    launch(page)
    assert told == [page.as_uri()]
    assert not any(secret in told[0] for secret in (session.token, session.place))
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    assert f'content="0; url={address}"' in page.read_text()
