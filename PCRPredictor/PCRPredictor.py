"""The shell of the Slicer module; everything it does lives in PCRPredictorLib."""

from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleTest,
)


class PCRPredictor(ScriptedLoadableModule):
    def __init__(self, parent):
        ScriptedLoadableModule.__init__(self, parent)
        parent.title = _("PCR Predictor")
        parent.categories = [translate("qSlicerAbstractCoreModule", "Quantification")]
        parent.dependencies = ["Segmentations"]
        parent.contributors = ["PCRPredictor developers"]
        parent.helpText = _(
            "Scores pathological complete response of hepatocellular carcinoma after conversion therapy from "
            "arterial and portal-vein CT, and shows what each radiomic feature contributed. Research use only."
        )
        parent.acknowledgementText = _(
            "The published models are those of Wen et al. 2024; the features follow GE's A.K. software."
        )
        # The logic is complete and scriptable; the module joins the menu when it has panels to show.
        parent.hidden = True


class PCRPredictorLogic(ScriptedLoadableModuleLogic):
    """Prediction on nodes, for the Python console and for scripts."""

    def predict(self, arterial, portal, model, calibration=None):
        """Score one patient.

        Parameters
        ----------
        arterial, portal : tuple of (vtkMRMLScalarVolumeNode, vtkMRMLSegmentationNode, str)
            The phase's volume, the segmentation that holds its contour, and the segment's ID.
        model : str
            Name of a published model or path of a model file.
        calibration : str, optional
            Path of a calibration file; needed where the model carries no intercept or scaling.

        Returns
        -------
        PCRPredictorLib.models.scoring.Prediction

        Raises
        ------
        PCRPredictorLib.errors.InputError
            With one sentence that says what is wrong and what to do next.
        """
        from PCRPredictorLib.models.calibration import load_calibration
        from PCRPredictorLib.models.model_file import load_model
        from PCRPredictorLib.models.patient import predict_patient
        from PCRPredictorLib.mrml import image_from_node, mask_from_segment

        phases = []
        for volume, segmentation, segmentId in (arterial, portal):
            phases += [image_from_node(volume), mask_from_segment(segmentation, segmentId, volume)]
        loaded = load_calibration(calibration) if calibration else None
        return predict_patient(*phases, load_model(model), loaded)


class PCRPredictorTest(ScriptedLoadableModuleTest):
    def setUp(self):
        import slicer

        slicer.mrmlScene.Clear()

    def runTest(self):
        self.setUp()
        self.test_publishedModelIsRefusedWithoutCalibration()

    def test_publishedModelIsRefusedWithoutCalibration(self):
        import slicer
        from PCRPredictorLib.errors import InputError
        from PCRPredictorLib.imaging.simulation import simulate_patient
        from PCRPredictorLib.mrml import segmentation_node_from_mask, volume_node_from_image

        patient = simulate_patient(seed=1)
        phases = []
        for image, mask in ((patient.arterial, patient.arterial_mask), (patient.portal, patient.portal_mask)):
            volume = volume_node_from_image(slicer.mrmlScene, image, "phase")
            segmentation = segmentation_node_from_mask(slicer.mrmlScene, mask, "tumour", volume)
            phases.append((volume, segmentation, segmentation.GetSegmentation().GetNthSegmentID(0)))
        with self.assertRaisesRegex(InputError, "calibrat"):
            PCRPredictorLogic().predict(*phases, model="wen2024-smote-radiomics")
