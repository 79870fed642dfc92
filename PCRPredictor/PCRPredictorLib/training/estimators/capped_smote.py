"""SMOTE for the small training sets of inner folds."""

from collections import Counter
from typing import Any

from imblearn.over_sampling import SMOTE


class CappedSMOTE(SMOTE):
    """SMOTE (Chawla et al., JAIR 16 (2002) 321-357) that takes all fellow patients where there are fewer than k.

    The training patients of an outer fold have k neighbors, which is checked beforehand; the inner folds that calibrate
    and choose the penalty can hold fewer patients of the minority.
    """

    k_neighbors: int

    def _fit_resample(self, X: Any, y: Any) -> Any:
        wanted = self.k_neighbors
        self.k_neighbors = max(1, min(wanted, min(Counter(y.tolist()).values()) - 1))
        try:
            return super()._fit_resample(X, y)
        finally:
            self.k_neighbors = wanted
