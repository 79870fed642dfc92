"""What CTest asks of a built or installed extension: that it is whole, and codes what it makes."""

# ruff: noqa: PT009 -- Slicer runs it by unittest

import unittest
from pathlib import Path

import slicer


class PCRPredictorInstalledTest(unittest.TestCase):
    def setUp(self):
        slicer.mrmlScene.Clear()

    def test_everyShippedModelCanBeRead(self):
        from PCRPredictorLib.presenter.patient.model_choice import ShippedModels

        library = ShippedModels()
        self.assertTrue(library.published())
        for name in library.published():
            self.assertEqual(library.model(name).name, name)

    def test_samplePatientIsCodedAsATumorOfTheLiver(self):
        logic = slicer.util.getModuleLogic("PCRPredictor")
        for _volume, segmentation, segmentId in logic.loadSamplePatient():
            terminology = segmentation.GetSegmentation().GetSegment(segmentId).GetTerminology()
            self.assertIn("SCT^86049000^Neoplasm, Primary", terminology)
            self.assertIn("SCT^10200004^Liver", terminology)

    def test_theChineseCatalogIsReadByQt(self):
        import qt

        catalog = Path(slicer.util.modulePath("PCRPredictor")).parent / "Resources/Translations/PCRPredictor_zh-CN.qm"
        translator = qt.QTranslator()
        self.assertTrue(translator.load(str(catalog)))
        self.assertEqual(translator.translate("PCRPredictorResult", "Pre&dict"), "预测(&D)")
        self.assertEqual(translator.translate("patient.state", "portal venous phase"), "门静脉期")

    def test_theFolderHoldsNoMoreThanItNeeds(self):
        module = Path(slicer.util.modulePath("PCRPredictor")).parent
        self.assertTrue((module / "Resources" / "requirements.txt").is_file())
        self.assertTrue((module / "PCRPredictorLib").is_dir())


if __name__ == "__main__":
    unittest.main()
