"""A session's token, its folder and how it ends."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import pytest
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb.session import FOLDER_PREFIX, Session, sweep_dead_sessions
from PCRPredictorWeb.trial import try_reading
from PCRPredictorWeb.unpacking import unpack

SUCCESS = subprocess.CompletedProcess([], 0)


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


def test_what_a_thread_still_unpacks_is_deleted_and_comes_to_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    archive = tmp_path / "case.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for number in range(4000):
            packed.writestr(f"series {number // 100}/{number}.dcm", b"x")
    session = Session()
    place = session.new_folder()
    failures = []

    def work():
        try:
            unpack(archive, place, session.limits)
        except InputError as error:
            failures.append(str(error))

    unpacking = threading.Thread(target=work)
    unpacking.start()
    while not any(place.iterdir()):
        time.sleep(0.001)
    session.close()
    unpacking.join(60)
    assert len(failures) == 1, "it has unpacked all of it"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_room_is_counted_while_files_come_and_go(session):
    folder, ended = session.new_folder(), threading.Event()

    def work():
        while not ended.is_set():
            for number in range(50):
                (folder / f"{number}").mkdir()
                (folder / f"{number}" / "ct.nrrd").write_bytes(bytes(10))
            for number in range(50):
                shutil.rmtree(folder / f"{number}")

    working = threading.Thread(target=work)
    working.start()
    try:
        for _ in range(300):
            session.require_room(1_000_000)
    finally:
        ended.set()
        working.join()


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


def test_temporary_files_of_readers_and_drawings_lie_in_the_session(session, tmp_path, monkeypatch):
    """So do those of the process that tries a file first."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told = []
    monkeypatch.setattr("subprocess.run", lambda *_, **options: told.append(options["env"]["TMPDIR"]) or SUCCESS)
    with session.holding_temporary_files():
        place = Path(tempfile.mkdtemp())
        try_reading("image", tmp_path / "ct.nrrd", session.limits)
    assert session.folder in place.parents
    assert [Path(one) for one in told] == [place.parent]
    assert tempfile.gettempdir() == str(tmp_path)


def test_what_a_killed_session_left_is_swept_and_the_living_stay(tmp_path, monkeypatch):
    """The living one is in another process; its number means nothing, as between containers."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    start = (
        "import sys; from PCRPredictorWeb.session import Session; print(Session().folder, flush=True); sys.stdin.read()"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": str(tmp_path)},
        )
        for _ in "ab"
    ]
    killed, living = (Path(program.stdout.readline().strip()) for program in programs)
    own = Session()
    programs[0].kill()
    programs[0].wait()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / f"{FOLDER_PREFIX}link").symlink_to(elsewhere)
    try:
        assert killed.is_dir()
        sweep_dead_sessions()
        assert [folder.exists() for folder in (killed, living, own.folder, elsewhere)] == [False, True, True, True]
    finally:
        programs[1].kill()
        programs[1].wait()
        own.close()
