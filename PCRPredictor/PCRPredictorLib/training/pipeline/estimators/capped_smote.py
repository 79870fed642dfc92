"""SMOTE for the small training sets of inner folds."""

from collections import Counter
from typing import Any

from imblearn.over_sampling import SMOTE
from sklearn.neighbors import NearestNeighbors


class CappedSMOTE(SMOTE):
    """SMOTE (Chawla et al., JAIR 16 (2002) 321-357) that takes all fellow patients where there are fewer than k.

    The training patients of an outer fold have k neighbors, which is checked beforehand; the inner folds that calibrate
    and choose the penalty can hold fewer patients of the minority.
    """

    k_neighbors: Any

    def _fit_resample(self, X: Any, y: Any) -> Any:
        wanted = self.k_neighbors
        fellows = min(Counter(y.tolist()).values()) - 1
        # A tree finds the neighbors of brute force without its threads, which wait for one another on a busy machine.
        self.k_neighbors = NearestNeighbors(n_neighbors=1 + max(1, min(wanted, fellows)), algorithm="kd_tree")
        try:
            return super()._fit_resample(X, y)
        finally:
            self.k_neighbors = wanted
