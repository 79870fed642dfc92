"""The out-of-fold predictions of a training run, from which every nested figure can be reckoned anew."""

from ...files import csv_text
from ...models.table import SIMULATED_COLUMN
from ..protocols.train import TrainingResult


def out_of_fold_table(result: TrainingResult) -> str:
    """CSV of row, outcome, repeat, fold, probability and call by each variant, and whether it is simulated.

    A line for each row and repeat. Patients are told by the number of their row among the training patients, from 1,
    and by no identifier. The folds depend on outcome, groups and seed only, so that they are those of every variant.
    """
    variants = {variant.name: variant.nested.folds for variant in result.variants}
    told = [name for variant in variants for name in (f"{variant}: probability", f"{variant}: called")]
    simulated = str(result.cohort.simulated).lower()
    lines = []
    for folds in zip(*variants.values(), strict=True):
        first = folds[0]
        for place, row in enumerate(first.rows.tolist()):
            found = [cell for fold in folds for cell in (float(fold.probability[place]), int(fold.called[place]))]
            lines.append(
                [row + 1, int(result.cohort.outcome[row]), first.repeat + 1, first.fold + 1, *found, simulated]
            )
    lines.sort(key=lambda line: (line[2], line[0]))
    return csv_text([["row", "outcome", "repeat", "fold", *told, SIMULATED_COLUMN], *lines])
