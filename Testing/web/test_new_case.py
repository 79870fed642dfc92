"""Nothing of the last patient stays after New case, and the sample patient replaces nothing unasked."""

import asyncio
import weakref


def test_a_new_case_holds_nothing_of_the_last(page):
    async def scenario():
        await page.app.open_sample()
        probability = await page.predict()
        model = page["model"]
        images = [weakref.ref(page.app.case.image(item["value"])) for item in page["volumes"]]
        await page.app.begin_again()
        assert (page["volumes"], page["contours"], page["result"], page["messages"]) == ([], [], None, [])
        assert (page["arterial_volume"], page["portal_contour"], page["simulated"]) == (None, None, True)
        assert (page["stale"], page["undo_steps"], page["tool"]) == (False, [], "")
        assert page["model"] == model
        assert page["predict_reason"] == "Choose the volume of the arterial phase."
        await page.app.open_sample()
        assert [item["title"] for item in page["volumes"]] == [
            "Simulated arterial phase",
            "Simulated portal venous phase",
        ]
        assert await page.predict() == probability
        assert [image() for image in images] == [None, None]

    page.run(scenario)


def test_a_new_case_ends_what_is_computed(page):
    async def scenario():
        await page.app.open_sample()
        page.do.predict()
        await page.app.begin_again()
        await page.until(lambda: not page["running"])
        assert (page["result"], page["volumes"]) == (None, [])

    page.run(scenario)


def test_a_double_click_on_the_sample_patient_opens_one(page):
    async def scenario():
        await asyncio.gather(page.app.ask_sample(), page.app.ask_sample())
        assert (len(page["volumes"]), page["asked"], page["opening"]) == (2, "", 0)

    page.run(scenario)


def test_the_sample_patient_asks_before_it_replaces_a_case(page):
    async def scenario():
        await page.app.ask_sample()
        first = page["volumes"]
        assert page["asked"] == ""
        assert len(first) == 2
        await page.app.ask_sample()
        assert page["asked"] == "sample"
        assert page["volumes"] == first
        await page.app.begin_again(with_sample=True)
        assert page["asked"] == ""
        assert len(page["volumes"]) == 2
        assert {item["value"] for item in page["volumes"]} & {item["value"] for item in first} == set()

    page.run(scenario)


def test_one_volume_can_be_removed(page):
    async def scenario():
        await page.app.open_sample()
        await page.predict()
        page.app._remove_volume("portal")
        assert [item["title"] for item in page["volumes"]] == ["Simulated arterial phase"]
        assert page["predict_reason"] == "Choose the volume of the portal venous phase."
        assert page["stale"]

    page.run(scenario)
