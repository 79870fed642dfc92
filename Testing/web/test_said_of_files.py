"""Of several files that are opened together, what is wrong with each is said, with its name, until others are sent."""

import shutil

import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb import case_opener

BAD = {
    "cut.nrrd": ("", "is damaged"),
    "text.nii.gz": ("", "is no NRRD"),
    "broken.zip": ("", "is a damaged archive"),
    "note.json": ("", "neither a model nor a calibration"),
    "own.json": ("model", "is not a pcr-predictor-model file"),
    "early.seg.nrrd": ("", "is no NRRD"),
}


@pytest.fixture
def files(tmp_path, volume):
    """Bad files, and a good one among them."""
    sitk.WriteImage(volume, str(tmp_path / "liver portal.nrrd"))
    whole = (tmp_path / "liver portal.nrrd").read_bytes()
    for name in BAD:
        (tmp_path / name).write_bytes(whole[:-50] if name == "cut.nrrd" else b'{"format": "other"}')
    return [*(tmp_path / name for name in BAD), tmp_path / "liver portal.nrrd"]


def said(page):
    return [message["text"] for message in page["messages"]]


def test_each_bad_file_is_said_with_its_name_and_the_good_one_opened(page, files):
    async def scenario():
        for path in files:
            await page.app.open(path, BAD.get(path.name, ("",))[0])
        for text, (name, (_, words)) in zip(said(page), BAD.items(), strict=True):
            assert name in text
            assert words in text
        assert page["portal_volume"]
        page.do.new_contour("arterial")
        assert len(said(page)) == len(BAD) + 1, "what else is said stands beside it"
        page.do.messages.drop(said(page)[1])
        assert len(said(page)) == len(BAD)
        assert not any("text.nii.gz" in text for text in said(page))
        await page.app.open(files[0])
        assert len(said(page)) == len(BAD), "said already"
        await page.app.begin_again()
        assert said(page) == []

    page.run(scenario)


def test_what_is_refused_before_it_is_sent_stands_beside_it(page, files):
    async def scenario():
        await page.app.open(files[0])
        page.app._refuse(InputError("huge.nrrd is larger than the allowed 1.1 GB; send one phase only."))
        page.app._take_lost_upload("lost.nrrd")
        page.app._take_empty_folder("nothing here")
        assert [text.split()[0] for text in said(page)[1:]] == ["huge.nrrd", "lost.nrrd", "The"]
        assert "cut.nrrd" in said(page)[0]

    page.run(scenario)


@pytest.mark.parametrize("error", [InputError("The disk is full; free space."), ZeroDivisionError("of a reader")])
def test_a_sentence_that_does_not_name_its_file_is_put_behind_its_name(page, files, error, monkeypatch):
    def fail(*_arguments):
        raise error

    monkeypatch.setattr(case_opener, "open_images", fail)

    async def scenario():
        await page.app.open(files[-1])
        (text,) = said(page)
        assert text.startswith("liver portal.nrrd: The ")
        assert str(error) in text

    page.run(scenario)


def test_series_that_were_left_out_are_said_with_their_archive(page, tmp_path, write_series):
    async def scenario():
        for name in ("first", "second"):
            write_series(tmp_path / name, "4", "liver arterial")
            write_series(tmp_path / name, "6", "localizer")
            for path in sorted((tmp_path / name).glob("6-*"))[1:]:
                path.unlink()
            await page.app.open(
                type(tmp_path)(shutil.make_archive(str(page.session.new_folder() / name), "zip", tmp_path / name))
            )
        texts = said(page)
        assert [text.split(":")[0] for text in texts] == ["first.zip", "second.zip"]

    page.run(scenario)
