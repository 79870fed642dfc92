"""METRICS, its 30 items in our own words; the score itself is left to the authors, since most items are judgments.

Numbers, order and meaning were held against the authors' own list of items (METRICS-E3, "METRICS tool",
https://radiomic.github.io/METRICS-E3/, CC BY; tool v1.0 at https://metricsscore.github.io/metrics/METRICS.html).
"""

from .items import Checklist, item_of

METRICS = Checklist(
    "METRICS",
    "Kocak et al., Insights into Imaging 15 (2024) 8",
    (
        item_of("1", "Checklists or guidelines followed", "drafts", "+"),
        item_of("2", "Eligibility that gives a representative population"),
        item_of("3", "A reference standard of high quality, clearly defined", "outcome", "+"),
        item_of("4", "Several centers", "batches", "+"),
        item_of("5", "Imaging that follows established standards, so that it carries over to the clinic"),
        item_of("6", "Imaging protocol with its parameters", "acquisition", "+"),
        item_of("7", "Time between imaging and reference standard"),
        item_of("8", "How contours were drawn, stated openly"),
        item_of("9", "Fully automatic contouring formally evaluated"),
        item_of("10", "Contours of the test set by one reader or tool"),
        item_of("11", "Preparation of the images: fitting, and described", "extraction", "+"),
        item_of("12", "Standardized software for the features", "feature_set", "+"),
        item_of("13", "Settings of the extraction reported", "profile", "+"),
        item_of("14", "Features that are not robust removed", "readers"),
        item_of("15", "Redundant features removed", "redundancy"),
        item_of("16", "Number of features against patients", "dimension"),
        item_of("17", "Robustness of end-to-end deep learning", "not_deep"),
        item_of("18", "Proper partitioning of the data", "evaluation"),
        item_of("19", "Handling of confounders", "batch_effects", "clinical", "+"),
        item_of("20", "Measures of performance that fit the task", "measures"),
        item_of("21", "Uncertainty", "uncertainty"),
        item_of("22", "Calibration", "calibration"),
        item_of("23", "One kind of image, or proof that it is inferior", "phases", "+"),
        item_of("24", "Comparison with a non-radiomic approach, or its added value", "clinical_models", "+"),
        item_of("25", "Comparison with simple or classical statistical models", "plain", "+"),
        item_of("26", "Internal testing", "evaluation"),
        item_of("27", "External testing", "external", "+"),
        item_of("28", "Data available"),
        item_of("29", "Code available", "code", "+"),
        item_of("30", "Model available", "model", "+"),
    ),
)
