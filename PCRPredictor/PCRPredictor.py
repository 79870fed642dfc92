"""The shell of the Slicer module; everything it does lives in PCRPredictorLib."""

from PCRPredictorLib.desktop.node_logic import NodeLogic
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleTest,
    ScriptedLoadableModuleWidget,
)

HOME = "https://github.com/PCRPredictor/SlicerPCRPredictor"


class PCRPredictor(ScriptedLoadableModule):
    def __init__(self, parent):
        import slicer
        from PCRPredictorLib.desktop.host.translation import translateTexts

        translateTexts()  # before what follows is imported, which may hold texts
        from PCRPredictorLib.desktop.scene.sample_data import registerSampleData
        from PCRPredictorLib.desktop.views.layouts import keepLayouts
        from PCRPredictorLib.desktop.views.leftovers import keepNothingLent

        ScriptedLoadableModule.__init__(self, parent)
        parent.title = _("Pathological Complete Response (PCR) Predictor")
        parent.categories = [translate("qSlicerAbstractCoreModule", "Quantification")]
        parent.dependencies = ["Markups", "Segmentations", "Tables"]
        parent.contributors = ["The PCRPredictor authors (PCRPredictor project)"]
        parent.helpText = _(
            "Scores pathological complete response of hepatocellular carcinoma after conversion therapy from "
            "arterial and portal-vein CT, and shows what each radiomic feature contributed. Research use only. "
            "Nothing is sent anywhere.<br>"
            'See the <a href="{home}#readme">documentation</a>, the <a href="{home}/blob/main/Docs/tutorial.md">'
            'tutorial</a> and <a href="{home}/blob/main/Docs/meaning.md">what the numbers mean</a>.'
        ).format(home=HOME)
        parent.acknowledgementText = _(
            "The published models are those of Wen et al. 2024; the features follow GE's A.K. software."
        )
        slicer.app.connect("startupCompleted()", registerSampleData)
        slicer.app.connect("startupCompleted()", keepLayouts)
        slicer.app.connect("startupCompleted()", keepNothingLent)


class PCRPredictorWidget(ScriptedLoadableModuleWidget):
    def setup(self):
        ScriptedLoadableModuleWidget.setup(self)
        from PCRPredictorLib.desktop.host.translation import translateTexts

        translateTexts()  # again: a reloaded library has forgotten its language
        from PCRPredictorLib.desktop.module_panel import ModulePanel

        self.logic = PCRPredictorLogic()
        self.panel = ModulePanel(self.layout, self.logic.getParameterNode)

    def enter(self):
        self.panel.enter()

    def exit(self):
        self.panel.exit()

    def cleanup(self):
        self.panel.cleanup()

    def onReload(self):
        """Reload the library too, and show the new panel at once: Slicer enters a module only when it is chosen."""
        import sys

        import slicer

        for name in [name for name in sys.modules if name.partition(".")[0] == "PCRPredictorLib"]:
            del sys.modules[name]
        ScriptedLoadableModuleWidget.onReload(self)
        if slicer.util.selectedModule() == self.moduleName:
            slicer.modules.PCRPredictorWidget.enter()


class PCRPredictorLogic(NodeLogic, ScriptedLoadableModuleLogic):
    __doc__ = NodeLogic.__doc__

    def getParameterNode(self):
        from PCRPredictorLib.desktop.scene.parameter_node import PCRPredictorParameterNode

        return PCRPredictorParameterNode(ScriptedLoadableModuleLogic.getParameterNode(self))


class PCRPredictorTest(ScriptedLoadableModuleTest):
    def setUp(self):
        import slicer

        slicer.mrmlScene.Clear()

    def runTest(self):
        self.setUp()
        self.test_samplePatientToProbability()
        self.setUp()
        self.test_publishedModelIsRefusedWithoutCalibration()

    def test_samplePatientToProbability(self):
        from PCRPredictorLib.models.patient import predict_patient
        from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_CALIBRATION, SAMPLE_MODEL, ShippedModels
        from PCRPredictorLib.presenter.patient.sample import sample_patient

        logic = PCRPredictorLogic()
        arterial, portal = logic.loadSamplePatient()
        prediction = logic.predict(arterial, portal, SAMPLE_MODEL, SAMPLE_CALIBRATION)
        patient, library = sample_patient(), ShippedModels()
        direct = predict_patient(
            *(patient.arterial, patient.arterial_mask, patient.portal, patient.portal_mask),
            *(library.model(SAMPLE_MODEL), library.calibration(SAMPLE_CALIBRATION)),
        )
        self.assertEqual(prediction.probability, direct.probability)
        self.assertTrue(prediction.simulated)
        self.assertEqual(logic.extractFeatures(arterial, portal).GetNumberOfRows(), 396)

    def test_publishedModelIsRefusedWithoutCalibration(self):
        from PCRPredictorLib.errors import InputError

        logic = PCRPredictorLogic()
        arterial, portal = logic.loadSamplePatient()
        with self.assertRaisesRegex(InputError, "calibrat"):
            logic.predict(arterial, portal, "wen2024-smote-radiomics")
