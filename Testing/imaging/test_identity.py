"""A name on the screen is in memory only: whatever copies, prints or stores an identity gets none."""

import copy
import json
import pickle
from dataclasses import asdict

import numpy as np
import pytest
from PCRPredictorLib.imaging import Geometry, PhaseImage
from PCRPredictorLib.imaging.identity import Identity

SECRET = Identity("Doe^Jane", "4711", "20240102", "101503.250")


def test_patient_date_and_time_are_read_in_one_line():
    assert SECRET.on_screen() == "Doe Jane, ID 4711; 2024-01-02; 10:15:03"
    assert Identity().on_screen() == "patient not stated; study date not stated; series time not stated"
    assert (
        Identity("山田^太郎=Yamada", "", "2024-01-02", "10:15:03").on_screen().startswith("山田 太郎; 2024-01-02; 10")
    )
    assert Identity("", "", "20240102", "0930").on_screen().endswith("; 2024-01-02; 09:30:00")
    assert Identity(study_date="202412").on_screen().count("not stated") == 3
    assert Identity(study_date="nonsense").on_screen().count("not stated") == 3


def pickled(one):
    return pickle.loads(pickle.dumps(one))  # noqa: S301 (its own pickle)


@pytest.mark.parametrize("through", [repr, str, copy.copy, copy.deepcopy, pickled])
def test_nothing_but_the_screen_gets_it(through):
    image = PhaseImage(np.zeros((2, 2, 2), np.int16), Geometry((2, 2, 2)), identity=SECRET)
    for thing in (SECRET, image):
        found = through(thing)
        words = found if isinstance(found, str) else repr(vars(found)) if thing is image else found.on_screen()
        assert "Doe" not in words
        assert "4711" not in words


def test_no_writer_of_json_or_dataclasses_finds_it():
    with pytest.raises(TypeError):
        json.dumps(SECRET)
    image = PhaseImage(np.zeros((2, 2, 2), np.int16), Geometry((2, 2, 2)), identity=SECRET)
    assert asdict(image)["identity"].on_screen() == Identity().on_screen()
    assert not image.to_sitk().GetMetaDataKeys()
