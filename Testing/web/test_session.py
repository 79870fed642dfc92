"""A session's token, its folder and how it ends."""

import os
import stat
import subprocess
import sys

import pytest
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb.session import FOLDER_PREFIX, Session, sweep_dead_sessions


def test_every_session_has_a_token_of_256_bits_of_its_own(session):
    other = Session()
    other.close()
    assert len({session.token, other.token}) == 2
    assert len(session.token) == 43


def test_only_the_owner_reads_the_folder(session):
    assert stat.S_IMODE(session.folder.stat().st_mode) == 0o700


def test_closing_deletes_every_file(session):
    (session.new_folder() / "ct.nrrd").write_text("x")
    session.close()
    session.close()
    assert not session.folder.exists()


def test_files_beyond_the_limit_are_refused(session):
    (session.new_folder() / "ct.nrrd").write_bytes(bytes(1_500_000))
    session.require_room(400_000)
    with pytest.raises(InputError, match=r"end it and start the program again"):
        session.require_room(600_000)


def test_messages_do_not_name_the_session_folder(session):
    path = session.new_folder() / "ct one.nrrd"
    said = session.without_folders(f"{path} is damaged; copy {path} again.")
    assert said == "ct one.nrrd is damaged; copy ct one.nrrd again."


def test_a_forgotten_upload_leaves_nothing_and_foreign_files_stay(session, tmp_path):
    upload, foreign = session.new_folder() / "ct.nrrd", tmp_path / "ct.nrrd"
    for path in (upload, foreign):
        path.write_bytes(b"x")
        session.forget(path)
    assert (upload.parent.exists(), foreign.exists()) == (False, True)


def test_what_a_killed_session_left_is_swept(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive, foreign = (tmp_path / f"{FOLDER_PREFIX}{owner}-x" for owner in (ended.pid, os.getpid(), "notes"))
    for folder in (dead, alive, foreign):
        folder.mkdir()
        (folder / "file").write_text("x")
    sweep_dead_sessions()
    assert [folder.exists() for folder in (dead, alive, foreign)] == [False, True, True]
